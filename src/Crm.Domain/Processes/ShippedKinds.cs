namespace Crm.Domain.Processes;

/// <summary>The kinds that ship with the product (docs/domain.md, Deal kinds).</summary>
public static class ShippedKinds
{
    public const string Default = "standard-sale";

    public static DealProcess StandardSale { get; } =
        new(
            Default,
            1,
            new("Типовая продажа", "Standard sale"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            [
                new(
                    "first-contact",
                    new("Первичный контакт", "First contact"),
                    10,
                    [
                        new(
                            "record-first-contact",
                            new("Зафиксировать первичный контакт", "Record the first contact"),
                            Due.InDays(2),
                            [new InteractionRecordedCheck()],
                            Once: true
                        ),
                    ]
                )
                {
                    NormDays = 5,
                },
                new(
                    "qualification",
                    new("Квалификация", "Qualification"),
                    20,
                    [
                        new(
                            "qualify-client",
                            new("Квалифицировать клиента", "Qualify the client"),
                            Due.InDays(2),
                            [new ClientIdentifiedCheck(), new InterestGivenCheck(), new AmountGivenCheck()],
                            Once: true
                        ),
                    ]
                )
                {
                    NormDays = 5,
                },
                new(
                    "proposal",
                    new("Предложение", "Proposal"),
                    40,
                    [
                        new(
                            "prepare-proposal",
                            new("Подготовить предложение", "Prepare the proposal"),
                            Due.InDays(3),
                            [new ProposalIssuedCheck()]
                        ),
                    ]
                )
                {
                    NormDays = 7,
                },
                new(
                    "presentation",
                    new("Презентация", "Presentation"),
                    50,
                    [
                        new(
                            "hold-presentation",
                            new("Провести презентацию", "Hold the presentation"),
                            Due.InDays(5),
                            [new PresentationHeldCheck()],
                            Once: true
                        ),
                    ]
                )
                {
                    NormDays = 7,
                    Rework = [new("proposal", ReworkOn.ProposalDeclined)],
                },
                new(
                    "terms",
                    new("Согласование условий", "Terms"),
                    70,
                    [
                        new(
                            "agree-terms",
                            new("Согласовать условия", "Agree the terms"),
                            Due.InDays(7),
                            [new ProposalAcceptedCheck()]
                        ),
                        new(
                            "place-order",
                            new("Оформить заказ", "Place the order"),
                            Due.InDays(1),
                            [new LegalDetailsCheck(), new OrderPlacedCheck()],
                            Once: true
                        ),
                    ]
                )
                {
                    NormDays = 14,
                    Rework = [new("proposal", ReworkOn.ProposalDeclined)],
                },
                new(
                    "preparation",
                    new("Подготовка к исполнению", "Preparation"),
                    80,
                    [
                        new(
                            "confirm-obligations",
                            new("Подтвердить обязательства", "Confirm obligations"),
                            Due.InDays(2),
                            [new ObligationsConfirmedCheck()]
                        ),
                    ]
                )
                {
                    NormDays = 5,
                },
                new(
                    "fulfilment",
                    new("Исполнение", "Fulfilment"),
                    90,
                    [
                        new(
                            "fulfil-obligations",
                            new("Исполнить обязательства", "Fulfil obligations"),
                            Due.InDays(14),
                            [new ShippedInFullCheck(), new BalanceZeroCheck()]
                        ),
                        new(
                            "record-win",
                            new("Зафиксировать выигрыш", "Record the win"),
                            Due.InDays(1),
                            [new ClosingGateCheck()]
                        ),
                    ]
                )
                {
                    NormDays = 30,
                },
            ]
        );

    public static DealProcess ManualSale { get; } =
        new(
            "manual-sale",
            1,
            new("Продажа вручную", "Manual sale"),
            ProcessMode.Manual,
            ClosingGateKind.Balanced,
            [
                new("prospecting", new("Поиск", "Prospecting"), 10, []) { NormDays = 30 },
                new("engaging", new("Проработка", "Engaging"), 30, []) { NormDays = 30 },
            ]
        );

    public static DealProcess Simple { get; } =
        new("simple", 1, new("Простая сделка", "Simple deal"), ProcessMode.None, ClosingGateKind.Balanced, []);

    public static ImmutableArray<DealProcess> All { get; } = [StandardSale, ManualSale, Simple];

    /// <summary>
    /// The first version of a shipped kind with the norms of its stages: stores of before have it without any. Later versions are the
    /// company's own and stay as they were published.
    /// </summary>
    public static DealProcess WithNorms(DealProcess stored) =>
        stored.Version != 1
        || stored.Stages.Any(stage => stage.NormDays is not null)
        || All.FirstOrDefault(kind => kind.Code == stored.Code) is not { } shipped
            ? stored
            : stored with
            {
                Stages =
                [
                    .. stored.Stages.Select(stage => stage with { NormDays = shipped.Find(stage.Code)?.NormDays }),
                ],
            };
}
