namespace Kaiwa.Simulator.Api;

/// <summary>A documented error: its code, the HTTP status of its synchronous form, and Meta's wording.</summary>
internal sealed record MetaError(int Code, int Http, string Title, string Details)
{
    private static readonly Dictionary<int, MetaError> ByCode = List().ToDictionary(e => e.Code);

    public static MetaError Find(int code) =>
        ByCode.TryGetValue(code, out var known) ? known : new MetaError(code, 400, "Something went wrong", "Error " + code.ToString(System.Globalization.CultureInfo.InvariantCulture) + " as asked for by the test.");

    private static IEnumerable<MetaError> List() =>
    [
        new(0, 401, "AuthException", "We were unable to authenticate the app user."),
        new(1, 400, "API Unknown", "Invalid request or possible server error."),
        new(2, 503, "API Service", "Temporary due to downtime or due to being overloaded."),
        new(3, 500, "API Method", "Capability or permissions issue."),
        new(4, 400, "Application request limit reached", "The app has reached its API call rate limit."),
        new(10, 403, "Application does not have permission for this action", "Permission is either not granted or has been removed."),
        new(33, 400, "Parameter value is not valid", "The business phone number has been deleted."),
        new(100, 400, "Invalid parameter", "The request included one or more unsupported or misspelled parameters."),
        new(190, 401, "Error validating access token: The session is invalid.", ""),
        new(200, 403, "Permissions error", "Permission is either not granted or has been removed."),
        new(368, 403, "Temporarily blocked for policies violations", "The WhatsApp Business Account associated with the app has been restricted or disabled for violating a platform policy."),
        new(80007, 400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
        new(130403, 400, "User blocked by the business", "The message was not sent because the business has blocked this user."),
        new(130429, 400, "Rate limit hit", "Cloud API message throughput has been reached."),
        new(130472, 400, "User's number is part of an experiment", "Failed to send message because this user's phone number is part of an experiment."),
        new(130497, 403, "Business account is restricted from messaging users in this country.", "The WhatsApp Business Account is restricted from messaging to users in certain countries."),
        new(131000, 500, "Something went wrong", "Message failed to send due to an unknown error."),
        new(131005, 403, "Access denied", "Permission is either not granted or has been removed."),
        new(131008, 400, "Required parameter is missing", "The request is missing a required parameter."),
        new(131009, 400, "Parameter value is not valid", "One or more parameter values are invalid."),
        new(131016, 500, "Service unavailable", "A service is temporarily unavailable."),
        new(131021, 400, "Recipient cannot be sender", "Sender and recipient phone number is the same."),
        new(131026, 400, "Message undeliverable", "Message Undeliverable."),
        new(131030, 400, "Recipient phone number not in allowed list", "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again."),
        new(131031, 403, "Business Account locked", "The WhatsApp Business Account associated with the app has been restricted or disabled."),
        new(131037, 400, "WhatsApp provided number needs display name approval before message can be sent", "The 555 business phone number used to send the request does not have an approved display name."),
        new(131042, 400, "Business eligibility payment issue", "Message failed to send because there were one or more errors related to your payment method."),
        new(131045, 500, "Incorrect certificate", "Message failed to send due to a phone number registration error."),
        new(131047, 400, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number."),
        new(131048, 400, "Spam rate limit hit", "Message failed to send because there are restrictions on how many messages can be sent from this phone number."),
        new(131049, 400, "This message was not delivered to maintain healthy ecosystem engagement.", "In order to maintain a healthy ecosystem engagement, the message failed to be delivered."),
        new(131050, 400, "User has stopped receiving marketing messages from this business", "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business."),
        new(131051, 400, "Unsupported message type", "Message type is not currently supported."),
        new(131052, 400, "Media download error", "Unable to download the media sent by the user."),
        new(131053, 400, "Media upload error", "Unable to upload the media used in the message."),
        new(134100, 400, "Only marketing messages supported", "Only marketing templates can be sent by the Marketing Messages API."),
        new(131055, 400, "Method not allowed", "Only marketing template messages are supported."),
        new(131056, 400, "(Business Account, Consumer Account) pair rate limit hit", "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time."),
        new(131057, 500, "Account in maintenance mode", "Business Account is in maintenance mode."),
        new(131059, 400, "Invalid cursor", "The paging cursor is not valid: start from the first page."),
        new(131062, 400, "Business-scoped user IDs are not supported for this message", "Authentication templates cannot be sent to a business-scoped user ID."),
        new(131020, 400, "Bad group", "The group has no participants besides the business."),
        new(131041, 400, "Group unknown", "The group was not found, or the business is not a member of it."),
        new(131202, 400, "Duplicate participant", "A participant is named twice, or is in the group already."),
        new(131204, 400, "Group participant limit exceeded", "A group has at most 8 participants besides the business."),
        new(131207, 403, "Group suspended", "The group has been suspended."),
        new(131211, 400, "Group create limit reached", "The number has 10,000 groups, the most it may have."),
        new(132000, 400, "Number of parameters does not match the expected number of params", "The number of parameters provided does not match the expected number of parameters."),
        new(132001, 404, "Template name does not exist in the translation", "The template does not exist in the specified language or the template has not been approved."),
        new(132005, 400, "Translated text too long", "The translated text is too long."),
        new(132007, 400, "Template format character policy violated", "The template content violates a WhatsApp policy."),
        new(132012, 400, "Parameter format does not match format in the created template", "Variable parameter values formatted incorrectly."),
        new(132015, 400, "Template is paused", "Template is paused due to low quality so it cannot be sent in a template message."),
        new(132016, 400, "Template is disabled", "Template has been paused too many times due to low quality and is now permanently disabled."),
        new(132018, 400, "There is an issue with the parameters in your template", "One or more parameters of the template are not valid."),
        new(133000, 500, "Incomplete deregistration", "A previous deregistration attempt failed."),
        new(133005, 400, "Two step verification PIN mismatch", "The two-step verification PIN is incorrect."),
        new(133006, 400, "Phone number re-verification needed", "The phone number needs to be verified before registering."),
        new(133008, 400, "Too many two step verification PIN guesses", "Too many guesses of the two-step verification PIN for this phone number."),
        new(133009, 400, "Two step verification PIN guessed too fast", "The two-step verification PIN was entered too quickly."),
        new(133015, 400, "Please wait a few minutes before attempting to register this phone number", "The phone number was recently deleted."),
        new(133016, 400, "Account register deregister rate limit exceeded", "The phone number was registered or deregistered too often: 10 times in 72 hours."),
        new(139100, 400, "Failed to block/unblock some users", "Blocking or unblocking failed for some users."),
        new(139101, 400, "Blocklist limit reached", "The number has blocked 64,000 users, the most it may."),
        new(133004, 503, "Server Temporarily Unavailable", "Server is temporarily unavailable."),
        new(133010, 400, "Phone number not registered", "Phone number not registered on the WhatsApp Business Platform."),
        new(135000, 400, "Generic user error", "Message failed to send because of an unknown error with your request parameters."),
        new(138006, 401, "No approved call permission", "The user has not allowed this number to call."),
        new(139000, 400, "Blocked by integrity", "The flow was blocked because it violates a policy."),
        new(139001, 400, "Flow can't be updated", "The flow cannot be updated in its state."),
        new(139002, 400, "Flow can't be published", "The flow cannot be published."),
        new(139003, 400, "Flow can't be deprecated", "The flow cannot be deprecated."),
        new(139004, 400, "Flow can't be deleted", "The flow cannot be deleted."),
        new(137000, 400, "Recipient identity key hash mismatch", "The identity key hash of the recipient does not match."),
    ];
}

/// <summary>A synchronous refusal: which error, and the words that belong to this case.</summary>
internal sealed record Refusal(int Code, string? Details = null, string? Message = null, int? Http = null, int? Subcode = null, string Type = "OAuthException", string? UserTitle = null, string? UserMessage = null)
{
    public MetaError Error => MetaError.Find(Code);

    public int Status => Http ?? Error.Http;

    /// <summary>A parameter that the envelope lacks, in the Graph API's own words.</summary>
    public static Refusal Required(string parameter) => new(100, Message: $"(#100) The parameter {parameter} is required.");

    public static Refusal Missing(string details) => new(131008, details);

    public static Refusal Invalid(string details) => new(131009, details);

    public static Refusal Parameter(string message) => new(100, Message: "(#100) " + message);

    /// <summary>A template that cannot be submitted, in the shape of Graph's management errors.</summary>
    public static Refusal Template(int subcode, string title, string message) =>
        new(100, null, "Invalid parameter", 400, subcode, UserTitle: title, UserMessage: message);

    public static Refusal UnknownObject(string id, string verb = "post") => new(100, null,
        $"Unsupported {verb} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
        400, 33, "GraphMethodException");

    public static Refusal BadToken() => new(190, null, "Error validating access token: The session is invalid because the user logged out.", 401, 467);

    public static Refusal NoToken() => new(104, null, "(#104) An access token is required to request this resource.", 401);

    public static Refusal BadJson() => new(100, null, "(#100) The request body is not valid JSON.");
}
