namespace Crm.Domain.Processes;

public static partial class KindTemplates
{
    /// <summary>Services: the signed act is the delivery, the invoice follows it.</summary>
    public static DealProcess Services { get; } =
        new(
            "services",
            1,
            new("Услуги по акту", "Services delivered by an act"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            [
                new(
                    "request",
                    new("Заявка", "Request"),
                    15,
                    [
                        Task(
                            "take-request",
                            "Принять заявку",
                            "Take the request",
                            new Due(1, Working: true),
                            new InteractionRecordedCheck(),
                            new ClientIdentifiedCheck()
                        ) with
                        {
                            Once = true,
                        },
                        Task(
                            "describe-work",
                            "Описать работы",
                            "Describe the work",
                            new Due(2, Working: true),
                            new InterestGivenCheck(),
                            new AmountGivenCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                    ]
                ),
                new(
                    "agreement",
                    new("Согласование", "Agreement"),
                    50,
                    [
                        Task(
                            "send-offer",
                            "Отправить предложение",
                            "Send the offer",
                            new Due(2, Working: true),
                            new ProposalSentCheck()
                        ),
                        Task(
                            "agree",
                            "Согласовать",
                            "Agree",
                            new Due(5, Working: true),
                            new ProposalAcceptedCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                        Task(
                            "order-work",
                            "Оформить заказ",
                            "Place the order",
                            new Due(1, Working: true),
                            new LegalDetailsCheck(),
                            new OrderPlacedCheck()
                        ) with
                        {
                            Once = true,
                        },
                    ]
                )
                {
                    Rework = [new("agreement", ReworkOn.ProposalDeclined)],
                },
                new(
                    "work",
                    new("Оказание услуг", "Work"),
                    80,
                    [
                        Task(
                            "sign-act",
                            "Подписать акт",
                            "Have the act signed",
                            new Due(10, Working: true),
                            new ShippedInFullCheck()
                        ),
                    ]
                ),
                new(
                    "settlement",
                    new("Расчёты", "Settlement"),
                    90,
                    [
                        Task(
                            "invoice-act",
                            "Выставить счёт",
                            "Issue the invoice",
                            new Due(1, Working: true),
                            new ObligationsConfirmedCheck()
                        ),
                        Task(
                            "await-payment",
                            "Дождаться оплаты",
                            "Await the payment",
                            new Due(10, Working: true),
                            new PaidInFullCheck(),
                            new BalanceZeroCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                        Task(
                            "close-services",
                            "Закрыть сделку",
                            "Close the deal",
                            new Due(1, Working: true),
                            new ClosingGateCheck()
                        ),
                    ]
                )
                {
                    Rework = [new("work", ReworkOn.ReturnAccepted)],
                },
            ]
        );
}
