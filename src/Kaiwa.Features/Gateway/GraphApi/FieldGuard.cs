namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>
/// Graph lets <c>fields</c> walk from node to node (<c>owner_business_info{owned_whatsapp_business_accounts}</c>) and rename what it finds (<c>name.as(id)</c>).
/// With one token for several workspaces that would lead to other people's accounts, so only what stays with the own account passes.
/// </summary>
internal static class FieldGuard
{
    private static readonly string[] OfBusiness = ["id", "name", "status", "type"];

    /// <summary>Why these fields are not passed on, or null.</summary>
    /// <param name="fields">The parameter as it came.</param>
    /// <param name="refusedEdge">Whether an edge of the node, read as a field, is one that is refused as a path.</param>
    public static string? Refusal(string fields, Func<string, bool> refusedEdge)
    {
        fields = string.Concat(fields.Where(c => !char.IsWhiteSpace(c)));
        var within = new Stack<string>();
        var name = "";
        var last = "";
        for (var i = 0; i <= fields.Length; i++)
        {
            var c = i < fields.Length ? char.ToLowerInvariant(fields[i]) : ',';
            if (char.IsAsciiLetterOrDigit(c) || c == '_')
            {
                name += c;
                continue;
            }

            if (name.Length > 0 && Why(name, within, refusedEdge, isModifier: last.Length > 0 && fields[i - name.Length - 1] == '.') is { } why)
            {
                return why;
            }

            last = name.Length > 0 && !(i - name.Length > 0 && fields[i - name.Length - 1] == '.') ? name : last;
            name = "";
            switch (c)
            {
                case '{':
                    within.Push(last);
                    break;
                case '}' when within.Count > 0:
                    within.Pop();
                    break;
                case '(':
                    i = End(fields, i);
                    break;
            }
        }

        return null;
    }

    private static string? Why(string name, Stack<string> within, Func<string, bool> refusedEdge, bool isModifier)
    {
        if (isModifier)
        {
            return name == "as" ? "Fields cannot be renamed here." : null;
        }

        var isElsewhere = name.StartsWith("owned_", StringComparison.Ordinal) || name.StartsWith("client_", StringComparison.Ordinal) || name.EndsWith("_users", StringComparison.Ordinal)
            || name.Contains("access_token", StringComparison.Ordinal);
        return isElsewhere || refusedEdge(name) ? $"The field {name} leads to what belongs to an app, a portfolio or a person: call Meta with your own token."
            : within.TryPeek(out var parent) && parent.Contains("business", StringComparison.Ordinal) && !OfBusiness.Contains(name)
                ? $"Of {parent} only {string.Join(", ", OfBusiness)} can be read here."
            : null;
    }

    // What stands in round brackets is a value; quoted brackets in it do not count.
    private static int End(string fields, int open)
    {
        var depth = 0;
        var quoted = false;
        for (var i = open; i < fields.Length; i++)
        {
            quoted ^= fields[i] == '"';
            depth += quoted ? 0 : fields[i] == '(' ? 1 : fields[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return fields.Length;
    }
}
