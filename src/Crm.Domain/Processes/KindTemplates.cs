namespace Crm.Domain.Processes;

/// <summary>Templates for a company's own processes: they are copied, deals are never opened with them.</summary>
public static class KindTemplates
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

    /// <summary>
    /// A long project: surveys and meetings before the offer, rework after a decline, acceptance that may send the work
    /// back.
    /// </summary>
    public static DealProcess Project { get; } =
        new(
            "project-sale",
            1,
            new("Проектная продажа", "Project sale"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            [
                new(
                    "discovery",
                    new("Обследование", "Discovery"),
                    10,
                    [
                        Task(
                            "meet-client",
                            "Провести встречи",
                            "Hold the meetings",
                            new Due(10, Working: true),
                            new InteractionRecordedCheck { Kinds = [InteractionKind.Meeting], Minimum = 2 }
                        ) with
                        {
                            Once = true,
                        },
                        Task(
                            "identify-client",
                            "Определить клиента",
                            "Identify the client",
                            new Due(10, Working: true),
                            new ClientIdentifiedCheck()
                        ) with
                        {
                            Parallel = true,
                            Automatic = true,
                            Once = true,
                        },
                        Task(
                            "estimate",
                            "Оценить объём",
                            "Estimate the volume",
                            new Due(5, Working: true),
                            new InterestGivenCheck(),
                            new AmountGivenCheck()
                        ) with
                        {
                            Once = true,
                        },
                    ]
                ),
                new(
                    "solution",
                    new("Решение", "Solution"),
                    30,
                    [
                        Task(
                            "present-solution",
                            "Представить решение",
                            "Present the solution",
                            new Due(15, Working: true),
                            new PresentationHeldCheck()
                        ),
                        Task(
                            "collect-remarks",
                            "Собрать замечания",
                            "Collect remarks",
                            new Due(15, Working: true),
                            new InteractionRecordedCheck { SinceStageEntry = true }
                        ) with
                        {
                            Mandatory = false,
                            Parallel = true,
                        },
                    ]
                ),
                new(
                    "offer",
                    new("Предложение", "Offer"),
                    50,
                    [
                        Task(
                            "send-project-offer",
                            "Отправить предложение",
                            "Send the offer",
                            new Due(10, Working: true),
                            new ProposalSentCheck()
                        ),
                    ]
                )
                {
                    Rework = [new("solution", ReworkOn.ProposalDeclined)],
                },
                new(
                    "contract",
                    new("Договор", "Contract"),
                    70,
                    [
                        Task(
                            "agree-contract",
                            "Согласовать договор",
                            "Agree the contract",
                            new Due(20, Working: true),
                            new ProposalAcceptedCheck()
                        ),
                        Task(
                            "place-project-order",
                            "Оформить заказ",
                            "Place the order",
                            new Due(3, Working: true),
                            new LegalDetailsCheck(),
                            new OrderPlacedCheck()
                        ) with
                        {
                            Once = true,
                        },
                    ]
                )
                {
                    Rework = [new("solution", ReworkOn.ProposalDeclined)],
                },
                new(
                    "execution",
                    new("Исполнение", "Execution"),
                    85,
                    [
                        Task(
                            "prepay",
                            "Получить аванс или отгрузить",
                            "Get an advance or deliver",
                            new Due(10, Working: true),
                            new ObligationsConfirmedCheck()
                        ) with
                        {
                            Once = true,
                        },
                        Task(
                            "deliver-project",
                            "Сдать работы",
                            "Deliver the work",
                            new Due(60, Working: true),
                            new ShippedInFullCheck()
                        ),
                    ]
                ),
                new(
                    "acceptance",
                    new("Приёмка", "Acceptance"),
                    95,
                    [
                        Task(
                            "settle-project",
                            "Завершить расчёты",
                            "Settle",
                            new Due(20, Working: true),
                            new BalanceZeroCheck()
                        ),
                        Task(
                            "close-project",
                            "Закрыть проект",
                            "Close the project",
                            new Due(2, Working: true),
                            new ClosingGateCheck()
                        ),
                    ]
                )
                {
                    Rework = [new("execution", ReworkOn.ReturnAccepted)],
                },
            ]
        );

    /// <summary>A renewal: one call before the term ends, an invoice, a payment.</summary>
    public static DealProcess Renewal { get; } =
        new(
            "renewal",
            1,
            new("Продление", "Renewal"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            [
                new(
                    "reminder",
                    new("Напоминание", "Reminder"),
                    60,
                    [
                        Task(
                            "call-before-end",
                            "Связаться до окончания срока",
                            "Call before the term ends",
                            new Due(5, Working: true),
                            new AnyOfCheck([
                                new InteractionRecordedCheck
                                {
                                    Kinds = [InteractionKind.Call, InteractionKind.Meeting],
                                },
                                new InteractionRecordedCheck
                                {
                                    Kinds = [InteractionKind.Email, InteractionKind.Messenger],
                                    Minimum = 2,
                                },
                            ])
                        ),
                    ]
                ),
                new(
                    "renewing",
                    new("Продление", "Renewing"),
                    80,
                    [
                        Task(
                            "order-renewal",
                            "Оформить заказ",
                            "Place the order",
                            new Due(3, Working: true),
                            new LegalDetailsCheck(),
                            new OrderPlacedCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                        Task(
                            "invoice-renewal",
                            "Выставить счёт",
                            "Issue the invoice",
                            new Due(1, Working: true),
                            new ObligationsConfirmedCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                    ]
                ),
                new(
                    "paid",
                    new("Оплата", "Payment"),
                    95,
                    [
                        Task(
                            "settle-renewal",
                            "Получить оплату и открыть доступ",
                            "Get paid and deliver",
                            new Due(10, Working: true),
                            new ShippedInFullCheck(),
                            new BalanceZeroCheck()
                        ) with
                        {
                            Automatic = true,
                        },
                        Task(
                            "close-renewal",
                            "Закрыть продление",
                            "Close the renewal",
                            new Due(1, Working: true),
                            new ClosingGateCheck()
                        ),
                    ]
                ),
            ]
        );

    public static ImmutableArray<DealProcess> All { get; } = [Services, Project, Renewal];

    private static TaskTemplate Task(string code, string ru, string en, Due due, params ReadOnlySpan<Check> checks) =>
        new(code, new(ru, en), due, [.. checks]);
}
