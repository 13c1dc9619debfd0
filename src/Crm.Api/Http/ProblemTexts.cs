using Entry = Crm.Api.Http.ProblemCatalogue.Entry;

namespace Crm.Api.Http;

/// <summary>Texts of problems. <c>{0}</c> is the argument of the detail, where there is one.</summary>
internal static class ProblemTexts
{
    public static IReadOnlyList<Entry> Protocol { get; } =
    [
        P(
            400,
            "body.malformed",
            "Тело не разбирается как JSON",
            "Malformed JSON",
            "Исправьте тело запроса: это не JSON.",
            "The body is no JSON; errors say where it breaks."
        ),
        P(
            400,
            "body.required",
            "Нужно тело запроса",
            "A body is required",
            "Передайте объект JSON.",
            "Send a JSON object."
        ),
        P(
            400,
            "parameter.unknown",
            "Неизвестный параметр",
            "Unknown parameter",
            "Уберите параметр или исправьте его имя.",
            "Remove the parameter or correct its name."
        ),
        P(
            400,
            "parameter.invalid",
            "Недопустимое значение параметра",
            "Invalid parameter",
            "Исправьте значение параметра.",
            "Correct the value of the parameter."
        ),
        P(
            400,
            "parameter.twice",
            "Параметр указан дважды",
            "Parameter given twice",
            "Укажите параметр один раз.",
            "Give the parameter once."
        ),
        P(
            400,
            "parameter.conflict",
            "Параметры исключают друг друга",
            "Parameters exclude each other",
            "Оставьте один из параметров.",
            "Keep one of the parameters."
        ),
        P(
            400,
            "limit.invalid",
            "Недопустимый limit",
            "Invalid limit",
            "limit — целое число от 1 до 200.",
            "limit is a whole number from 1 to 200."
        ),
        P(
            400,
            "cursor.invalid",
            "Недопустимый курсор",
            "Invalid cursor",
            "Берите курсор из nextCursor того же запроса с теми же фильтрами и сортировкой.",
            "Take the cursor from nextCursor of the same request with the same filters and sort."
        ),
        P(
            400,
            "search.no_words",
            "В поиске нет слов",
            "The search has no words",
            "Введите хотя бы одну букву или цифру или уберите q.",
            "Give at least one letter or digit, or leave q out."
        ),
        P(
            400,
            "sort.invalid",
            "Недопустимая сортировка",
            "Invalid sort",
            "Сортировка возможна только по полям из списка.",
            "Only the listed keys can be sorted by."
        ),
        P(
            400,
            "sort.needs_currency",
            "Сортировка по сумме требует валюты",
            "Sorting by amount needs a currency",
            "Добавьте параметр currency: суммы разных валют не сравниваются.",
            "Add the parameter currency: amounts of different currencies do not compare."
        ),
        P(
            400,
            "filter.needs_currency",
            "Фильтр по сумме требует валюты",
            "Filtering by an amount needs a currency",
            "Добавьте параметр currency: суммы разных валют не сравниваются.",
            "Add the parameter currency: amounts of different currencies do not compare."
        ),
        P(
            400,
            "upload.malformed",
            "Форма не разбирается",
            "Malformed form",
            "Передайте multipart/form-data с одной частью file.",
            "Send multipart/form-data with one part named file."
        ),
        P(
            400,
            "idempotency_key.required",
            "Нужен Idempotency-Key",
            "Idempotency-Key is required",
            "Передайте уникальный Idempotency-Key: повтор тогда не удвоит деньги или товар.",
            "Send a unique Idempotency-Key: a resend then cannot double money or goods."
        ),
        P(
            400,
            "idempotency_key.invalid",
            "Недопустимый Idempotency-Key",
            "Invalid Idempotency-Key",
            "Ключ — от 1 до 255 печатных символов ASCII.",
            "A key is 1 to 255 printable ASCII characters."
        ),
        P(
            400,
            "header.invalid",
            "Недопустимый заголовок",
            "Invalid header",
            "Исправьте значение заголовка.",
            "Correct the value of the header."
        ),
        P(
            401,
            "credentials.missing",
            "Нужны учётные данные",
            "Credentials are required",
            "Передайте Authorization: Bearer с ключом API или токеном.",
            "Send Authorization: Bearer with an API key or a token."
        ),
        P(
            401,
            "credentials.invalid",
            "Учётные данные не приняты",
            "Credentials were not accepted",
            "Ключ или токен неизвестен, отозван, просрочен или выдан не тем издателем.",
            "The key or token is unknown, revoked, expired or from another issuer."
        ),
        P(
            403,
            "permission.missing",
            "Нет права",
            "Permission is missing",
            "Нужно право: {0}.",
            "The permission needed: {0}."
        ),
        P(
            403,
            "api_key.foreign_user",
            "Ключ для другого пользователя",
            "A key for another user",
            "Вне разработки ключ выпускают себе или интеграции (без userId).",
            "Outside Development a key is made for oneself or for an integration (without userId)."
        ),
        P(
            404,
            "route.not_found",
            "Нет такого адреса",
            "No such route",
            "Проверьте путь: адреса начинаются с /api/v1.",
            "Check the path: routes begin with /api/v1."
        ),
        P(
            405,
            "method.not_allowed",
            "Метод не поддерживается",
            "Method not allowed",
            "Этот адрес не отвечает на этот метод.",
            "This route does not answer this method."
        ),
        P(
            408,
            "request.too_slow",
            "Тело приходит слишком медленно",
            "The body comes too slowly",
            "Передайте запрос снова: тело не пришло целиком, и ничего не записано.",
            "Send the request again: its body did not come whole, and nothing was written."
        ),
        P(
            409,
            "idempotency.in_progress",
            "Такой же запрос ещё выполняется",
            "The same request is in progress",
            "Повторите через секунду с тем же ключом.",
            "Send it again in a second with the same key."
        ),
        P(
            409,
            "id.taken",
            "Идентификатор занят",
            "The id is taken",
            "Что-то с этим id уже создано другим запросом. Возьмите другой id.",
            "Something with this id was created by another body. Take another id."
        ),
        P(
            412,
            "version.stale",
            "Версия устарела",
            "The version is stale",
            "Сделка изменилась: since перечисляет новые факты. Прочитайте её и повторите.",
            "The resource has changed: since lists the new facts. Read it and try again."
        ),
        P(
            413,
            "body.too_large",
            "Тело слишком велико",
            "The body is too large",
            "Тело — не более 1 МиБ.",
            "A body is at most 1 MiB."
        ),
        P(
            413,
            "import.too_large",
            "Файл слишком велик",
            "The file is too large",
            "Файл — не более {0} байт: разделите его на части.",
            "A file is at most {0} bytes: split it."
        ),
        P(
            422,
            "import.too_many_rows",
            "Слишком много строк",
            "Too many rows",
            "В файле не более {0} строк: разделите его на части.",
            "A file has at most {0} rows: split it."
        ),
        P(
            422,
            "import.not_utf8",
            "Файл не в UTF-8",
            "The file is not in UTF-8",
            "Сохраните файл как «CSV UTF-8»: угадывать кодировку нельзя, имена исказились бы.",
            "Save it as CSV UTF-8: guessing the code page would spoil names."
        ),
        P(
            422,
            "import.empty",
            "В файле нет заголовков",
            "The file has no headers",
            "Первая строка файла — названия колонок.",
            "The first line of the file names its columns."
        ),
        P(
            422,
            "import.faulty",
            "В файле есть ошибки",
            "The file has faults",
            "Ничего не записано. Ошибок: {0}; errors называет строку и колонку каждой (первой тысячи). Исправьте их или загрузите остальное с mode=perItem.",
            "Nothing is written. Faults: {0}; errors name line and column of each (of the first thousand). Correct them, or import the rest with mode=perItem."
        ),
        P(
            413,
            "attachment.too_large",
            "Файл слишком велик",
            "The file is too large",
            "Файл — не более {0} байт.",
            "A file is at most {0} bytes."
        ),
        P(
            415,
            "attachment.type_not_allowed",
            "Такие файлы не принимаются",
            "Files of this type are not taken",
            "Объявленный тип и содержимое должны быть одним из: {0}.",
            "The declared type and the content must be one of: {0}."
        ),
        P(
            414,
            "request.line_too_long",
            "Слишком длинный адрес",
            "The address is too long",
            "Путь с параметрами — не более 8 КиБ.",
            "A path with its parameters is at most 8 KiB."
        ),
        P(
            415,
            "body.media_type",
            "Неверный Content-Type",
            "Wrong Content-Type",
            "Нужен Content-Type: {0}.",
            "The Content-Type needed: {0}."
        ),
        P(406, "accept.unsupported", "Неподдерживаемый Accept", "Unsupported Accept", "Есть: {0}.", "There is: {0}."),
        P(
            422,
            "validation.failed",
            "Данные не прошли проверку",
            "Validation failed",
            "Исправьте перечисленные в errors поля.",
            "Correct the members listed in errors."
        ),
        P(
            422,
            "idempotency.key_reused",
            "Ключ уже использован с другим телом",
            "The key was used with another body",
            "Для нового запроса возьмите новый Idempotency-Key.",
            "Take a new Idempotency-Key for a new request."
        ),
        P(
            428,
            "if_match.required",
            "Нужен If-Match",
            "If-Match is required",
            "Передайте If-Match с ETag последнего чтения.",
            "Send If-Match with the ETag of your last read."
        ),
        P(
            429,
            "rate.limited",
            "Слишком много запросов",
            "Too many requests",
            "Повторите через Retry-After секунд. Пределы: GET /limits.",
            "Try again after Retry-After seconds. The limits: GET /limits."
        ),
        P(
            431,
            "request.headers_too_large",
            "Слишком большие заголовки",
            "The headers are too large",
            "Все заголовки вместе — не более 32 КиБ.",
            "All headers together are at most 32 KiB."
        ),
        P(
            500,
            "internal.error",
            "Внутренняя ошибка",
            "Internal error",
            "Сообщите traceId оператору. Исход неизвестен: повторите с тем же Idempotency-Key.",
            "Tell the operator the traceId. The outcome is unknown: resend with the same Idempotency-Key."
        ),
        P(
            503,
            "projection.behind",
            "Отчёт ещё не догнал запись",
            "The read model is behind",
            "Повторите через секунду.",
            "Try again in a second."
        ),
        P(
            503,
            "resource.busy",
            "Ресурс занят",
            "The resource is busy",
            "Повторите через секунду с тем же Idempotency-Key.",
            "Try again in a second with the same Idempotency-Key."
        ),
        P(
            503,
            "request.timed_out",
            "Запрос выполнялся слишком долго",
            "The request took too long",
            "Запрос оборван через {0} с. Записано всё или ничего: если оборвалась сама запись, исход неизвестен. Повторите с тем же Idempotency-Key.",
            "The request was broken off after {0} s. All of it is written or nothing: where the commit itself was broken off, the outcome is unknown. Resend with the same Idempotency-Key."
        ),
        P(
            503,
            "issuer.unavailable",
            "Издатель токенов недоступен",
            "The issuer of tokens is unavailable",
            "Ключи издателя не прочитаны, проверить токен нельзя. Повторите позже.",
            "The issuer's keys could not be read, so no token can be checked. Try again later."
        ),
        P(
            503,
            "database.unavailable",
            "База данных недоступна",
            "The database is unavailable",
            "Исход неизвестен: повторите через секунду с тем же Idempotency-Key.",
            "The outcome is unknown: resend in a second with the same Idempotency-Key."
        ),
    ];

    public static IReadOnlyList<Entry> Domain { get; } =
    [
        P(
            403,
            "backdate.not_permitted",
            "Нельзя записать задним числом",
            "Back-dating is not permitted",
            "Нужно право backdate, или уберите happenedAt.",
            "The permission backdate is needed, or leave happenedAt out."
        ),
        P(
            404,
            "deal.not_found",
            "Нет такой сделки",
            "No such deal",
            "Проверьте идентификатор сделки.",
            "Check the id of the deal."
        ),
        P(
            404,
            "task.not_found",
            "Нет такой задачи",
            "No such task",
            "Список задач: GET /deals/{dealId}/tasks.",
            "The tasks: GET /deals/{dealId}/tasks."
        ),
        P(
            404,
            "proposal.not_found",
            "Нет такого предложения",
            "No such proposal",
            "Список предложений: GET /deals/{dealId}/proposals.",
            "The proposals: GET /deals/{dealId}/proposals."
        ),
        P(
            404,
            "order.not_found",
            "Нет такого заказа",
            "No such order",
            "Список заказов: GET /deals/{dealId}/orders.",
            "The orders: GET /deals/{dealId}/orders."
        ),
        P(
            404,
            "invoice.not_found",
            "Нет такого счёта",
            "No such invoice",
            "Список счетов: GET /deals/{dealId}/invoices.",
            "The invoices: GET /deals/{dealId}/invoices."
        ),
        P(
            404,
            "interaction.not_found",
            "Нет такого взаимодействия",
            "No such interaction",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "presentation.not_found",
            "Нет такой презентации",
            "No such presentation",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "shipment.not_found",
            "Нет такой отгрузки",
            "No such shipment",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(404, "payment.not_found", "Нет такой оплаты", "No such payment", "Проверьте идентификатор.", "Check the id."),
        P(
            404,
            "refund.not_found",
            "Нет такого возврата денег",
            "No such refund",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "return.not_found",
            "Нет такого возврата товара",
            "No such return",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "write_off.not_found",
            "Нет такого списания",
            "No such write-off",
            "Список списаний: GET /deals/{dealId}/write-offs.",
            "The write-offs: GET /deals/{dealId}/write-offs."
        ),
        P(
            404,
            "comment.not_found",
            "Нет такого комментария",
            "No such comment",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "picture.not_found",
            "Изображения нет",
            "No such picture",
            "Его кладёт PUT по тому же адресу.",
            "PUT at the same address puts one."
        ),
        P(
            404,
            "attachment.not_found",
            "Нет такого файла",
            "No such attachment",
            "Список файлов: GET /deals/{dealId}/attachments.",
            "The files: GET /deals/{dealId}/attachments."
        ),
        P(
            410,
            "attachment.removed",
            "Файл убран со сделки",
            "The attachment was removed",
            "История сделки хранит, кто и когда его убрал.",
            "The history of the deal keeps who removed it and when."
        ),
        P(
            404,
            "custom_field.not_found",
            "Нет такого дополнительного поля",
            "No such custom field",
            "Список полей: GET /custom-fields.",
            "The fields: GET /custom-fields."
        ),
        P(
            409,
            "custom_field.taken",
            "Код поля занят",
            "The code of the field is taken",
            "Возьмите другой код: у сделок, клиентов и строк коды свои.",
            "Take another code: deals, clients and lines have codes of their own."
        ),
        P(
            409,
            "custom_field.in_use",
            "Поле проверяется видами сделок",
            "Deal kinds check the field",
            "Архивное поле не заполнить, и задачи остановятся: blockers называет виды, задачи и число открытых сделок.",
            "An archived field takes no value and tasks would stand still: blockers name the kinds, the tasks and how many deals are open."
        ),
        P(
            404,
            "client.not_found",
            "Нет такого клиента",
            "No such client",
            "Проверьте идентификатор клиента.",
            "Check the id of the client."
        ),
        P(
            404,
            "contact.not_found",
            "Нет такого контакта",
            "No such contact",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            404,
            "user.not_found",
            "Нет такого пользователя",
            "No such user",
            "Проверьте идентификатор пользователя.",
            "Check the id of the user."
        ),
        P(
            404,
            "exchange_rate.not_found",
            "Курсов этой пары нет",
            "The pair has no rates",
            "Установите курс: POST /exchange-rates.",
            "Set one: POST /exchange-rates."
        ),
        P(
            409,
            "exchange_rate.missing",
            "Нет курса на этот день",
            "There is no rate for that day",
            "Предел списания задан в базовой валюте и пересчитывается по курсу дня: установите курс пары, которая названа, POST /exchange-rates или /exchange-rates/import.",
            "The write-off limit is in the base currency and converts at the rate of the day: set one for the pair that is named, POST /exchange-rates or /exchange-rates/import."
        ),
        P(
            409,
            "exchange_rate.direction",
            "Пара ведётся в другом направлении",
            "The pair is kept the other way round",
            "У пары один курс, обратный получается из него: пришлите 1 / курс в том направлении, которое названо.",
            "A pair has one rate, the inverse follows from it: send 1 / rate in the direction that is named."
        ),
        P(
            404,
            "price_list.not_found",
            "Нет такого прайс-листа",
            "No such price list",
            "Список: GET /price-lists.",
            "The lists: GET /price-lists."
        ),
        P(
            409,
            "price_list.taken",
            "Код прайс-листа занят",
            "The code of the price list is taken",
            "Возьмите другой код или измените прайс-лист.",
            "Take another code, or edit the list."
        ),
        P(
            409,
            "price_list.archived",
            "Прайс-лист в архиве",
            "The price list is archived",
            "Верните его в работу: POST /price-lists/{priceListId}/restore.",
            "Take it back into use: POST /price-lists/{priceListId}/restore."
        ),
        P(
            409,
            "vat_rate.in_use",
            "Ставка НДС используется",
            "The VAT rate is in use",
            "У товаров есть эта ставка: измените их или уберите в архив, потом удаляйте её.",
            "Products have this rate: change or archive them first."
        ),
        P(
            404,
            "product.not_found",
            "Нет такого товара",
            "No such product",
            "Проверьте идентификатор товара.",
            "Check the id of the product."
        ),
        P(
            404,
            "source.not_found",
            "Нет такого источника",
            "No such source",
            "Список источников: GET /sources.",
            "The sources: GET /sources."
        ),
        P(
            404,
            "lost_reason.not_found",
            "Нет такой причины",
            "No such lost reason",
            "Список причин: GET /lost-reasons.",
            "The reasons: GET /lost-reasons."
        ),
        P(
            404,
            "deal_kind.not_found",
            "Нет такого вида сделки",
            "No such deal kind",
            "Список видов: GET /deal-kinds.",
            "The kinds: GET /deal-kinds."
        ),
        P(
            404,
            "api_key.not_found",
            "Нет такого ключа",
            "No such API key",
            "Список ключей: GET /api-keys.",
            "The keys: GET /api-keys."
        ),
        P(
            404,
            "team.not_found",
            "Нет такой группы",
            "No such team",
            "Список групп: GET /teams.",
            "The teams: GET /teams."
        ),
        P(
            404,
            "role.not_found",
            "Нет такой роли",
            "No such role",
            "Список ролей: GET /roles.",
            "The roles: GET /roles."
        ),
        P(
            404,
            "permission.not_found",
            "Нет такого права",
            "No such permission",
            "Список прав: GET /permissions.",
            "The permissions: GET /permissions."
        ),
        P(
            409,
            "role.taken",
            "Код роли занят",
            "The code of the role is taken",
            "Возьмите другой код или измените роль.",
            "Take another code, or edit the role."
        ),
        P(
            409,
            "role.protected",
            "Роль администратора не меняется",
            "The administrator's role cannot be changed",
            "Создайте другую роль: без администратора никто не сможет выдавать права.",
            "Define another role: without an administrator nobody could grant anything."
        ),
        P(
            409,
            "administrator.last",
            "Последний администратор",
            "The last administrator",
            "Сначала назначьте администратором другого пользователя.",
            "Make another user an administrator first."
        ),
        P(
            409,
            "team.cycle",
            "Группа оказалась бы внутри себя",
            "The team would be inside itself",
            "Выберите группу, которая не стоит под этой.",
            "Choose a team that does not stand below this one."
        ),
        P(
            404,
            "projection.not_found",
            "Нет такого отчёта",
            "No such projection",
            "Список: GET /projections.",
            "The projections: GET /projections."
        ),
        P(
            404,
            "operation.not_found",
            "Нет такой операции",
            "No such operation",
            "Проверьте идентификатор.",
            "Check the id."
        ),
        P(
            409,
            "operation.not_running",
            "Операция не выполняется",
            "The operation is not running",
            "Отменить можно только выполняемую операцию.",
            "Only a queued or running operation can be cancelled."
        ),
        P(
            404,
            "deal_kind.version_not_found",
            "Нет такой версии вида",
            "No such version of the kind",
            "Список: GET /deal-kinds/{code}/versions.",
            "The versions: GET /deal-kinds/{code}/versions."
        ),
        P(
            404,
            "deal_kind.draft_not_found",
            "У вида нет черновика",
            "The kind has no draft",
            "Начните его: PUT /deal-kinds/{code}/draft.",
            "Begin one: PUT /deal-kinds/{code}/draft."
        ),
        P(
            409,
            "deal_kind.taken",
            "Код вида занят",
            "The kind's code is taken",
            "Выберите другой код или правьте черновик этого вида.",
            "Choose another code, or write the draft of that kind."
        ),
        P(
            409,
            "deal_kind.no_draft",
            "У вида нет черновика",
            "The kind has no draft",
            "Публикуется и проверяется черновик: сначала запишите его.",
            "A draft is what is validated and published: write one first."
        ),
        P(
            409,
            "deal_kind.never_published",
            "Вид ещё не опубликован",
            "The kind was never published",
            "Единственный черновик вида не отбрасывается: правьте или опубликуйте его.",
            "The only draft of a kind is not discarded: write it anew or publish it."
        ),
        P(
            409,
            "deal_kind.invalid",
            "Процесс не прошёл проверку",
            "The process is not valid",
            "Ничего не опубликовано: errors перечисляет все ошибки черновика.",
            "Nothing is published: errors name every fault of the draft."
        ),
        P(
            409,
            "check.unavailable",
            "Проверка ещё недоступна",
            "The check is not available yet",
            "Имя проверки зарезервировано; уберите её из процесса.",
            "The name of the check is reserved; take it out of the process."
        ),
        P(
            409,
            "deal_kind.retired",
            "Вид выведен из употребления",
            "The kind is retired",
            "Выберите другой вид или верните этот: идущие сделки он не меняет.",
            "Choose another kind or restore this one; running deals go on as they are."
        ),
        P(
            409,
            "deal_kind.is_default",
            "Вид по умолчанию не выводится",
            "The default kind cannot be retired",
            "По нему открываются сделки, у которых вид не указан.",
            "Deals that name no kind are opened with it."
        ),
        P(
            409,
            "process.not_guided",
            "Процесс не управляемый",
            "The process is not guided",
            "Команда имеет смысл только для сделки управляемого вида.",
            "The command makes sense only for a deal of a guided kind."
        ),
        P(
            409,
            "process.not_manual",
            "Сделка ведётся по процессу",
            "The deal follows its process",
            "Возобновляется только процесс, который был отложен; назад ведёт move.",
            "Only a process that was set aside is resumed; move leads back."
        ),
        P(
            409,
            "kind_version.not_newer",
            "Версия вида не новее",
            "The version is not newer",
            "Сделка переводится только на более новую версию.",
            "A deal moves to a newer version only."
        ),
        P(
            409,
            "stage.unmapped",
            "Этапу нет места в новой версии",
            "The stage has no place in that version",
            "Укажите в stages, какой этап новой версии заменяет нынешний.",
            "Say in stages which stage of the new version takes the place of the present one."
        ),
        P(
            409,
            "capability.off",
            "Возможность выключена",
            "The capability is off",
            "Включите её в настройках; прошлое доступно для чтения.",
            "Switch it on in the settings; the past stays readable."
        ),
        P(
            409,
            "capability.dependency_unmet",
            "Возможность держится на выключенной",
            "A capability needs one that is off",
            "Включите то, что ей нужно, или выключите и её: blockers называет каждую.",
            "Switch on what it needs, or switch it off too: blockers name every one."
        ),
        P(
            409,
            "capability.in_use",
            "Возможность используется",
            "The capability is in use",
            "Её требуют проверки видов сделок: blockers называет виды, проверки и число открытых сделок.",
            "Checks of deal kinds need it: blockers name the kinds, the checks and how many deals are open."
        ),
        P(
            409,
            "projection.rebuilding",
            "Отчёт уже перестраивается",
            "The projection is being rebuilt",
            "Дождитесь конца идущей операции: blockers называет её и адрес, где за ней следить.",
            "Wait for the running operation to end: blockers name it and where to follow it."
        ),
        P(
            409,
            "task.checks_unmet",
            "Проверки задачи не выполнены",
            "The task's checks are unmet",
            "Задача не закрыта: blockers перечисляет, чего не хватает и каким вызовом это исправить.",
            "The task stays open: blockers list what is unmet and which call would satisfy it."
        ),
        P(
            409,
            "task.not_open",
            "Задача не открыта",
            "The task is not open",
            "Выполнить или пропустить можно только открытую задачу.",
            "Only an open task can be completed or skipped."
        ),
        P(
            409,
            "task.not_skippable",
            "Задачу нельзя пропустить",
            "The task cannot be skipped",
            "Последняя задача процесса закрывает сделку и не пропускается.",
            "The last task of the process closes the deal and cannot be skipped."
        ),
        P(
            409,
            "deal.gate_unmet",
            "Условия закрытия не выполнены",
            "The closing gate is unmet",
            "Сделка не закрыта: blockers перечисляет, что мешает.",
            "The deal stays open: blockers list what stands in the way."
        ),
        P(
            409,
            "deal.closed",
            "Сделка закрыта",
            "The deal is closed",
            "Сначала откройте сделку снова.",
            "Reopen the deal first."
        ),
        P(
            409,
            "deal.not_closed",
            "Сделка не закрыта",
            "The deal is not closed",
            "Открыть снова можно только закрытую сделку.",
            "Only a closed deal can be reopened."
        ),
        P(
            409,
            "move.not_allowed",
            "Переход не разрешён",
            "The move is not allowed",
            "В управляемом процессе вперёд ведёт только выполнение задач.",
            "In a guided process only completing tasks leads forward."
        ),
        P(
            409,
            "currency.differs",
            "Другая валюта",
            "The currency differs",
            "У сделки одна валюта: её задаёт первая сумма.",
            "A deal has one currency: its first Money fixes it."
        ),
        P(
            409,
            "happened_at.out_of_order",
            "happenedAt нарушает порядок",
            "happenedAt is out of order",
            "Самое раннее допустимое время — в поле earliest.",
            "The earliest allowed instant is in earliest."
        ),
        P(
            422,
            "happened_at.future",
            "happenedAt в будущем",
            "happenedAt lies in the future",
            "Время события не может быть позже часов сервера более чем на 5 секунд.",
            "Business time may be at most 5 seconds ahead of the host's clock."
        ),
        P(
            409,
            "proposal.expired",
            "Срок предложения истёк",
            "The proposal has expired",
            "Выпустите новую редакцию.",
            "Issue a new revision."
        ),
        P(
            409,
            "proposal.already_ordered",
            "По другому предложению уже есть заказ",
            "Another proposal is ordered already",
            "Принятое предложение с заказом не заменяется.",
            "An accepted proposal with an order cannot be superseded."
        ),
        P(
            409,
            "proposal.not_issued",
            "Предложение не выпущено",
            "The proposal is not issued",
            "Сначала выпустите предложение.",
            "Issue the proposal first."
        ),
        P(
            409,
            "proposal.not_open",
            "По предложению уже решено",
            "The proposal is decided already",
            "Выпустите новую редакцию.",
            "Issue a new revision."
        ),
        P(
            409,
            "proposal.not_draft",
            "Предложение уже не черновик",
            "The proposal is no draft any more",
            "Выпущенное не меняется: сделайте новую редакцию.",
            "What was issued never changes: revise it."
        ),
        P(
            409,
            "proposal.only_alternatives",
            "В предложении одни альтернативы",
            "The proposal has alternatives only",
            "Добавьте строку, которая не альтернатива: одни альтернативы ничего не предлагают.",
            "Add a line that is no alternative: alternatives alone offer nothing."
        ),
        P(
            409,
            "discount.approval_required",
            "Скидка выше лимита",
            "The discount is above the limit",
            "Скидка от цены каталога выше вашего лимита: запросите согласование или уменьшите её. blockers называет каждую строку.",
            "The discount off the catalogue's price is above your limit: have it approved, or lower it. blockers name every line."
        ),
        P(
            409,
            "discount.not_requested",
            "Согласование не запрошено",
            "No approval is requested",
            "Решать можно только запрос о нынешнем содержании черновика: после правки его подают заново.",
            "Only a request about the draft as it stands can be decided: after an edit it is made anew."
        ),
        P(
            409,
            "discount.changed",
            "Запрошена другая скидка",
            "Another discount is requested",
            "Запрос изменился с тех пор, как его прочитали: прочитайте предложение заново.",
            "The request has changed since it was read: read the proposal anew."
        ),
        P(
            409,
            "discount.own_request",
            "Свой запрос не согласуют",
            "Nobody approves his own request",
            "Скидку выше вашего лимита согласует кто-то другой.",
            "Somebody else approves a discount above your limit."
        ),
        P(
            409,
            "order_line.rest_exceeded",
            "Больше, чем не отгружено",
            "More than the unshipped rest",
            "Отменить можно не больше неотгруженного остатка.",
            "At most the unshipped rest can be cancelled."
        ),
        P(
            409,
            "shipment.exceeds_order",
            "Больше, чем заказано",
            "More than the order's rest",
            "Отгрузить можно не больше остатка заказа.",
            "At most the rest of the order can be shipped."
        ),
        P(
            409,
            "return.exceeds_shipment",
            "Больше, чем отгружено",
            "More than was shipped",
            "Вернуть можно не больше, чем поставила эта отгрузка.",
            "At most what that shipment delivered can come back."
        ),
        P(
            409,
            "refund.exceeds_paid",
            "Больше, чем оплачено",
            "More than was paid",
            "Вернуть можно не больше оплаченного за вычетом возвращённого.",
            "At most what was paid less what was refunded can be refunded."
        ),
        P(
            409,
            "interest.incomplete",
            "Интереса не хватает для документа",
            "The interest does not make a document",
            "Задайте интерес: для каждой строки сумму или товар с ценой.",
            "Set the interest: for each line an amount, or a product with a price."
        ),
        P(
            409,
            "write_off.exceeds_debt",
            "Больше, чем долг",
            "More than the debt",
            "Списать можно не больше долга той стороны, которая названа.",
            "At most the debt of the side that is named can be written off."
        ),
        P(
            409,
            "write_off.exceeds_limit",
            "Больше предела списания",
            "Beyond the write-off limit",
            "Списания по сделке вместе не выходят за предел из настройки writeOffLimit.",
            "A deal's write-offs together stay within the setting writeOffLimit."
        ),
        P(
            409,
            "invoice.exceeds_order",
            "Больше, чем не выставлено",
            "More than is not invoiced",
            "Выставить можно не больше остатка заказа.",
            "At most the rest of the order that is not invoiced can be invoiced."
        ),
        P(
            409,
            "invoice.cancelled",
            "Счёт отменён",
            "The invoice is cancelled",
            "Отменённый счёт не действует: выставьте новый.",
            "A cancelled invoice asks for nothing: issue a new one."
        ),
        P(
            409,
            "invoice.has_payments",
            "По счёту есть оплата",
            "The invoice has payments",
            "Сначала верните оплату.",
            "Refund its payments first."
        ),
        P(
            404,
            "bank_statement.not_found",
            "Нет такой выписки",
            "No such bank statement",
            "Список выписок: GET /bank-statements.",
            "The statements: GET /bank-statements."
        ),
        P(
            409,
            "bank_statement.imported",
            "Выписку уже загрузил другой",
            "Somebody else has imported the statement",
            "Этот файл уже загружен; его строки видит тот, кто его загрузил, и бухгалтерия.",
            "This file was imported already; its lines are seen by whoever imported it and by those who see all deals."
        ),
        P(
            413,
            "bank_statement.too_large",
            "Выписка слишком велика",
            "The bank statement is too large",
            "Файл — не более {0} байт; разделите период.",
            "A file is at most {0} bytes; take a shorter period."
        ),
        P(
            404,
            "statement_line.not_found",
            "Нет такой строки выписки",
            "No such statement line",
            "Список строк: GET /bank-statement-lines.",
            "The lines: GET /bank-statement-lines."
        ),
        P(
            409,
            "statement_line.settled",
            "По строке уже решено",
            "The line is settled already",
            "Строка уже оплатила сделку: деньги не учитываются дважды.",
            "The line has paid a deal already: money is never counted twice."
        ),
        P(
            409,
            "statement_line.outgoing",
            "Строка — наш расход",
            "The line is money that left us",
            "Расход и возврат не становятся оплатой: возврат записывают на сделке.",
            "Money that left us is no payment: record a refund on the deal."
        ),
        P(
            404,
            "mail.not_found",
            "Нет такого письма",
            "No such mail",
            "Список писем: GET /deals/{dealId}/mails.",
            "The mails: GET /deals/{dealId}/mails."
        ),
        P(
            409,
            "mail.not_configured",
            "Почта не настроена",
            "Mail is not configured",
            "Администратор задаёт Mail:Smtp:Host и Mail:From.",
            "The operator sets Mail:Smtp:Host and Mail:From."
        ),
        P(
            409,
            "product.taken",
            "Код товара занят",
            "The product code is taken",
            "Возьмите другой код.",
            "Take another code."
        ),
        P(
            409,
            "source.taken",
            "Код источника занят",
            "The source code is taken",
            "Возьмите другой код.",
            "Take another code."
        ),
        P(
            409,
            "lost_reason.taken",
            "Код причины занят",
            "The reason's code is taken",
            "Возьмите другой код.",
            "Take another code."
        ),
    ];

    private static Entry P(int status, string code, string titleRu, string titleEn, string detailRu, string detailEn) =>
        new(code, status, new(titleRu, titleEn), new(detailRu, detailEn));
}
