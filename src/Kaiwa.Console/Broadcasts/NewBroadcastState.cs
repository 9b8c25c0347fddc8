using Kaiwa.Console.Shell;
using Kaiwa.Console.Templates;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Broadcasts;

/// <summary>The making of a broadcast in four steps: to whom, what, when, and a last look.</summary>
public sealed class NewBroadcastState(IBroadcasts broadcasts, IAudiences audiences, INumbers numbers, TemplateFormState form, Session session, TimeProvider time)
{
    public const int LastStep = 3;

    /// <summary>From so many recipients on the count has to be typed.</summary>
    public const long Large = 1_000;

    private const int MembersLookedAt = 200;
    private IReadOnlyList<AudienceMember> members = [];
    private int counting;

    public int Step { get; private set; }

    public TemplateFormState Form => form;

    /// <summary>Templates that may go to many: a code for signing in is for one.</summary>
    public IReadOnlyList<Template> Templates => [.. form.Found.Where(template => template.Category != Category.Authentication)];

    public string Name { get; set; } = "";

    public AudienceKind Kind { get; private set; } = AudienceKind.All;

    public string? Tag { get; private set; }

    public Guid? Import { get; private set; }

    public IReadOnlyList<TagRow> Tags { get; private set; } = [];

    public IReadOnlyList<ImportRow> Imports { get; private set; } = [];

    public IReadOnlyList<NumberRow> Numbers { get; private set; } = [];

    public Id<Number>? NumberId { get; set; }

    public AudienceCount? Count { get; private set; }

    public bool IsCounting { get; private set; }

    public IReadOnlyList<VariableDraft> Variables { get; private set; } = [];

    /// <summary>What is known of the audience's members beside name, phone and language.</summary>
    public IReadOnlyList<string> Attributes { get; private set; } = [];

    public IReadOnlyList<(string Who, TemplatePreview Preview)> Previews { get; private set; } = [];

    public bool IsLater { get; set; }

    public DateTimeOffset? At { get; set; }

    public int? ExpiresAfterHours { get; set; }

    public string Typed { get; set; } = "";

    public bool NeedsTyping => Count is { Reachable: > Large };

    public bool IsConfirmed => !NeedsTyping || (long.TryParse(Typed.Replace(",", "", StringComparison.Ordinal).Trim(), out var typed) && typed == Count!.Reachable);

    public Audience? Audience => Kind switch
    {
        AudienceKind.All => new Audience.All(),
        AudienceKind.Tag when Tag is { Length: > 0 } tag => new Audience.Tag(tag),
        AudienceKind.Import when Import is { } import => new Audience.Import(import),
        _ => null,
    };

    public bool CanGoOn => Step switch
    {
        0 => Count is { Reachable: > 0 } && !IsCounting,
        1 => form.Chosen is not null && Variables.All(variable => variable.IsComplete),
        2 => !IsLater || At > time.GetUtcNow(),
        _ => !string.IsNullOrWhiteSpace(Name) && IsConfirmed,
    };

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        Numbers = await numbers.ListAsync(actor);
        NumberId = Numbers.Count > 0 ? Numbers[0].Id : null;
        Tags = await audiences.TagsAsync(actor);
        Imports = await audiences.ImportsAsync(actor);
        await form.LoadAsync();
        await CountAsync();
    }

    public Task ChooseAsync(AudienceKind kind, string? tag = null, Guid? import = null)
    {
        (Kind, Tag, Import) = (kind, tag, import);
        return CountAsync();
    }

    public async Task ChooseTemplateAsync(Template? template)
    {
        await form.ChooseAsync(template);
        Variables = [.. form.Fields.Select(field => new VariableDraft(field) { Property = Guess(field.Key) })];
        if (template is not null && string.IsNullOrWhiteSpace(Name))
        {
            Name = template.Name.Replace('_', ' ');
        }

        await PreviewAsync();
    }

    /// <summary>The message as three of those who will get it would read it.</summary>
    public async Task PreviewAsync()
    {
        var shown = new List<(string, TemplatePreview)>();
        foreach (var member in members.Where(member => member.Exclusion is null).Take(3))
        {
            var filled = Variables.ToDictionary(variable => variable.Field.Key, variable => variable.For(member), StringComparer.Ordinal);
            if (await form.PreviewForAsync(filled) is { } preview)
            {
                shown.Add((member.Name ?? "+" + member.Phone, preview));
            }
        }

        if (shown.Count == 0 && form.Chosen is not null && await form.PreviewForAsync(Variables.ToDictionary(variable => variable.Field.Key, variable => variable.Text, StringComparer.Ordinal)) is { } plain)
        {
            shown.Add(("", plain));
        }

        Previews = shown;
    }

    public async Task GoOnAsync()
    {
        if (CanGoOn && Step < LastStep)
        {
            Step++;
            if (Step == 1)
            {
                await PreviewAsync();
            }
        }
    }

    public void GoBack(int to)
    {
        if (to < Step)
        {
            Step = to;
        }
    }

    /// <summary>Makes the broadcast and starts or schedules it.</summary>
    public async Task<Result<Id<Broadcast>>> SendAsync()
    {
        var actor = await session.ActorAsync();
        var created = await broadcasts.CreateAsync(actor, new NewBroadcast
        {
            Name = Name.Trim(),
            NumberId = NumberId,
            TemplateId = form.Chosen!.Id,
            Variables = Expressions(),
            Audience = Audience!,
            ExpiresAfter = ExpiresAfterHours is { } hours ? TimeSpan.FromHours(hours) : null,
        });
        if (!created.IsOk)
        {
            return created;
        }

        var begun = IsLater ? await broadcasts.ScheduleAsync(actor, created.Value, At!.Value) : await broadcasts.StartAsync(actor, created.Value);
        return begun.Problem is { } problem ? problem : created;
    }

    private async Task CountAsync()
    {
        var mine = ++counting;
        if (Audience is not { } audience)
        {
            (Count, members, IsCounting) = (null, [], false);
            return;
        }

        IsCounting = true;
        var actor = await session.ActorAsync();
        var counted = await broadcasts.EstimateAsync(actor, audience);
        var sample = await audiences.MembersAsync(actor, audience, null, MembersLookedAt);
        if (mine == counting)
        {
            (Count, members, IsCounting) = (counted.IsOk ? counted.Value : null, sample, false);
            Attributes = [.. sample.SelectMany(member => VariableDraft.Attributes(member).Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
    }

    // A column of the file with the variable's own name, else the contact's name where the variable asks for one.
    private string Guess(string key) =>
        Attributes.Contains(key, StringComparer.Ordinal) ? key
        : key.Contains("name", StringComparison.OrdinalIgnoreCase) ? "name"
        : "";

    private Dictionary<string, string> Expressions() => Variables.ToDictionary(variable => variable.Field.Key, variable => variable.Expression, StringComparer.Ordinal);
}

public enum AudienceKind
{
    All,
    Tag,
    Import,
}
