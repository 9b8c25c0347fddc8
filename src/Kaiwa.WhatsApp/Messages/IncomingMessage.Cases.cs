using System.Globalization;

namespace Kaiwa.WhatsApp.Messages;

public abstract partial record IncomingMessage
{
    /// <summary>Text.</summary>
    /// <param name="Body">The words.</param>
    public sealed record Text(string Body) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Text;

        private protected override string? Words => Body;
    }

    /// <summary>A file: fetch it by <see cref="MediaId"/> soon; Meta keeps it for 30 days.</summary>
    /// <param name="MediaKind">Picture, video, sound, document or sticker.</param>
    /// <param name="MediaId">Meta's media id; null when <see cref="Errors"/> says why the file is missing.</param>
    /// <param name="MimeType">The MIME type, perhaps with codecs.</param>
    /// <param name="Sha256">The hash, base64.</param>
    /// <param name="Caption">The words under it.</param>
    /// <param name="Filename">Documents only.</param>
    /// <param name="Url">A short-lived download address; needs the token.</param>
    /// <param name="Voice">Recorded in WhatsApp.</param>
    /// <param name="Animated">An animated sticker.</param>
    public sealed record Media(
        MediaKind MediaKind, string? MediaId, string? MimeType, string? Sha256, string? Caption, string? Filename, string? Url, bool Voice, bool Animated) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MediaKind switch
        {
            MediaKind.Image => MessageKind.Image,
            MediaKind.Video => MessageKind.Video,
            MediaKind.Audio => Voice ? MessageKind.Voice : MessageKind.Audio,
            MediaKind.Sticker => MessageKind.Sticker,
            _ => MessageKind.Document,
        };

        private protected override string? Words => Caption ?? Filename;
    }

    /// <summary>A place.</summary>
    /// <param name="Latitude">Degrees, north positive.</param>
    /// <param name="Longitude">Degrees, east positive.</param>
    /// <param name="Name">The place's name; absent for a bare pin.</param>
    /// <param name="Address">The place's address.</param>
    /// <param name="Url">Business places only.</param>
    public sealed record Location(double? Latitude, double? Longitude, string? Name, string? Address, string? Url) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Location;

        private protected override string? Words => Name ?? Address
            ?? (Latitude is null || Longitude is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Latitude:0.#####}, {Longitude:0.#####}"));
    }

    /// <summary>Contact cards, perhaps the answer to a request for the customer's number.</summary>
    /// <param name="Cards">The cards.</param>
    /// <param name="Origin"><c>contact_request</c> or <c>other</c>, when told.</param>
    public sealed record Contacts(IReadOnlyList<ContactCard> Cards, string? Origin) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Contacts;

        private protected override string? Words => string.Join(", ", Cards.Select(card => card.Name.FormattedName));
    }

    /// <summary>An emoji on a message.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Emoji">The emoji; null when it was taken away.</param>
    public sealed record Reaction(string? MessageId, string? Emoji) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Reaction;

        private protected override string? Words => Emoji;
    }

    /// <summary>A tap on a template's quick-reply button.</summary>
    /// <param name="Payload">What was given when the template was sent, or the label.</param>
    /// <param name="Label">The button's label.</param>
    public sealed record Button(string? Payload, string? Label) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Tap;

        private protected override string? Words => Label ?? Payload;
    }

    /// <summary>A tap on a reply button.</summary>
    /// <param name="ButtonId">The button's id.</param>
    /// <param name="Title">Its label.</param>
    public sealed record ButtonReply(string? ButtonId, string? Title) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Tap;

        private protected override string? Words => Title ?? ButtonId;
    }

    /// <summary>A row chosen from a list.</summary>
    /// <param name="RowId">The row's id.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Description">Its description.</param>
    public sealed record ListReply(string? RowId, string? Title, string? Description) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Tap;

        private protected override string? Words => Title ?? RowId;
    }

    /// <summary>A completed form: a flow or an address message.</summary>
    /// <param name="Name"><c>flow</c> or <c>address_message</c>.</param>
    /// <param name="Body">What the customer sees, mostly "Sent".</param>
    /// <param name="ResponseJson">The answers, JSON in a string.</param>
    public sealed record FlowReply(string? Name, string? Body, string? ResponseJson) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Form;

        private protected override string? Words => Body;
    }

    /// <summary>An answer to a request to call.</summary>
    /// <param name="Response"><c>accept</c> or <c>reject</c>.</param>
    /// <param name="IsPermanent">Until the customer takes it back.</param>
    /// <param name="ExpiresAtMs">Until when, in Unix milliseconds; null when permanent or refused.</param>
    /// <param name="Source"><c>user_action</c> or <c>automatic</c>.</param>
    public sealed record CallPermissionReply(string? Response, bool IsPermanent, long? ExpiresAtMs, string? Source) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.CallPermission;

        private protected override string? Words => null;
    }

    /// <summary>A cart that the customer sent.</summary>
    /// <param name="CatalogId">The catalogue.</param>
    /// <param name="Note">The customer's words.</param>
    /// <param name="Items">What is in it.</param>
    public sealed record Order(string? CatalogId, string? Note, IReadOnlyList<OrderItem> Items) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Order;

        private protected override string? Words => Note;
    }

    /// <summary>WhatsApp's own notice about a customer: a new number, a new user id, new keys.</summary>
    /// <param name="Event"><c>user_changed_number</c>, <c>user_changed_user_id</c>, <c>customer_identity_changed</c>, …; an open set.</param>
    /// <param name="Body">Meta's sentence.</param>
    /// <param name="WaId">The new telephone number.</param>
    /// <param name="UserId">The new user id.</param>
    /// <param name="PreviousUserId">The old user id.</param>
    /// <param name="ParentUserId">The new parent user id.</param>
    /// <param name="PreviousParentUserId">The old parent user id.</param>
    public sealed record System(
        string? Event, string? Body, string? WaId, string? UserId, string? PreviousUserId, string? ParentUserId, string? PreviousParentUserId) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.System;

        private protected override string? Words => Body;
    }

    /// <summary>Something that WhatsApp does not pass on: polls, pins, live locations, …</summary>
    /// <param name="UnsupportedType">What it was, when told.</param>
    public sealed record Unsupported(string? UnsupportedType) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Unsupported;

        private protected override string? Words => Errors.Count > 0 ? Errors[0].Details ?? Errors[0].Title : null;
    }

    /// <summary>An earlier message was changed.</summary>
    /// <param name="OriginalMessageId">The earlier message.</param>
    /// <param name="Message">What it says now; null when unreadable.</param>
    public sealed record Edit(string? OriginalMessageId, IncomingMessage? Message) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Edit;

        private protected override string? Words => Message?.Words;
    }

    /// <summary>An earlier message was taken back.</summary>
    /// <param name="OriginalMessageId">The earlier message.</param>
    public sealed record Revoke(string? OriginalMessageId) : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Revoke;

        private protected override string? Words => null;
    }

    /// <summary>A type that this version does not know, or a known one whose content is missing: see <see cref="Raw"/>.</summary>
    public sealed record Unknown : IncomingMessage
    {
        /// <inheritdoc/>
        public override MessageKind Kind => MessageKind.Unknown;

        private protected override string? Words => null;
    }
}
