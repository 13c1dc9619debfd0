namespace Crm.Domain.Processes;

public static partial class KindTemplates
{
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
}
