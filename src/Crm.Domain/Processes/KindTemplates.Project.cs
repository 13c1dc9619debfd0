namespace Crm.Domain.Processes;

public static partial class KindTemplates
{
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
                            new AnyOfCheck([new PaidAtLeastCheck(Percent: 30), new ShippedInFullCheck()])
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
}
