using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Tests.WhatsApp.Errors;

public sealed class ErrorCatalogueTests
{
    // Typed from Meta's page about error codes and the pages of calls, groups, flows, payments and sign-up.
    private static readonly int[] Documented =
    [
        0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 368, 613, 803, 1026, 80007,
        130403, 130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016, 131020, 131021, 131026, 131030, 131031, 131035, 131036, 131037, 131041, 131042,
        131044, 131045, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 131059, 131060, 131062, 131063, 131064,
        131201, 131202, 131203, 131204, 131207, 131208, 131209, 131210, 131211, 131212, 131213, 131214, 131215,
        132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132021, 132068, 132069,
        133000, 133004, 133005, 133006, 133008, 133009, 133010, 133015, 133016, 134011, 134100, 134101, 134102, 135000, 137000,
        138000, 138001, 138002, 138003, 138004, 138005, 138006, 138007, 138009, 138012, 138013, 138014, 138015, 138017, 138018, 138019, 138020, 138021, 138022, 138023,
        139000, 139001, 139002, 139003, 139004, 139006, 139100, 139101, 139102, 139103, 139200, 141000, 141002, 141006, 141010,
        147001, 147002, 147003, 147004, 147005, 200005, 200006, 200007, 1752041,
        2388001, 2388012, 2388019, 2388023, 2388024, 2388040, 2388047, 2388072, 2388073, 2388091, 2388093, 2388103, 2388293, 2388299,
        2494100, 2494164, 2494165, 2494166, 2494167, 2494168, 2494176, 2494177, 2494179, 2593079, 2593085, 2593107, 2593108, 2593109,
    ];

    [Fact]
    public void Every_documented_code_is_in_the_catalogue_once() => ErrorCatalogue.All.Select(entry => entry.Code).ShouldBe(Documented.Order());

    [Fact]
    public void Every_entry_says_in_both_languages_what_to_do()
    {
        foreach (var entry in ErrorCatalogue.All)
        {
            entry.Sentence.ShouldEndWith(".", Case.Sensitive, $"{entry.Code}");
            entry.Sentence.Split(". ").Length.ShouldBeGreaterThanOrEqualTo(2, $"{entry.Code} says what happened and what to do next");
            entry.Sentence.Length.ShouldBeInRange(60, 320, $"{entry.Code}");
            entry.SentenceJa.ShouldEndWith("。", Case.Sensitive, $"{entry.Code}");
            entry.SentenceJa.Any(character => character is >= '\u3040' and <= '\u30FF').ShouldBeTrue($"{entry.Code} is Japanese");
            entry.Title.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void Waits_belong_to_retry_and_later_only()
    {
        foreach (var entry in ErrorCatalogue.All)
        {
            (entry.Verdict.Wait > TimeSpan.Zero).ShouldBe(entry.Verdict.Kind is VerdictKind.Retry or VerdictKind.Later, $"{entry.Code}");
        }
    }

    [Theory]
    [InlineData(0, VerdictKind.Hold, 0)]
    [InlineData(1, VerdictKind.Retry, 5)]
    [InlineData(2, VerdictKind.Retry, 5)]
    [InlineData(4, VerdictKind.Later, 300)]
    [InlineData(10, VerdictKind.Hold, 0)]
    [InlineData(100, VerdictKind.GiveUp, 0)]
    [InlineData(190, VerdictKind.Hold, 0)]
    [InlineData(368, VerdictKind.Hold, 0)]
    [InlineData(130429, VerdictKind.Retry, 1)]
    [InlineData(130472, VerdictKind.GiveUp, 0)]
    [InlineData(131000, VerdictKind.Retry, 5)]
    [InlineData(131026, VerdictKind.GiveUp, 0)]
    [InlineData(131031, VerdictKind.Hold, 0)]
    [InlineData(131042, VerdictKind.Hold, 0)]
    [InlineData(131047, VerdictKind.GiveUp, 0)]
    [InlineData(131048, VerdictKind.Later, 21600)]
    [InlineData(131049, VerdictKind.Later, 86400)]
    [InlineData(131050, VerdictKind.GiveUp, 0)]
    [InlineData(131056, VerdictKind.Retry, 4)]
    [InlineData(131057, VerdictKind.Retry, 60)]
    [InlineData(132000, VerdictKind.GiveUp, 0)]
    [InlineData(132001, VerdictKind.Hold, 0)]
    [InlineData(132015, VerdictKind.Later, 10800)]
    [InlineData(133010, VerdictKind.Hold, 0)]
    [InlineData(134101, VerdictKind.Later, 600)]
    public void The_codes_that_senders_meet_are_judged(int code, VerdictKind kind, int seconds) =>
        ErrorCatalogue.Judge(code).ShouldBe(new SendVerdict(kind, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(429, VerdictKind.Later)]
    [InlineData(503, VerdictKind.Retry)]
    [InlineData(408, VerdictKind.Retry)]
    [InlineData(401, VerdictKind.Hold)]
    [InlineData(403, VerdictKind.Hold)]
    [InlineData(400, VerdictKind.GiveUp)]
    [InlineData(0, VerdictKind.GiveUp)]
    public void A_code_that_is_not_known_is_judged_by_its_http_status(int httpStatus, VerdictKind kind) =>
        ErrorCatalogue.Judge(999999, httpStatus).Kind.ShouldBe(kind);

    [Fact]
    public void A_known_code_is_never_judged_by_its_http_status() => ErrorCatalogue.Judge(131047, 500).Kind.ShouldBe(VerdictKind.GiveUp);

    [Fact]
    public void Metas_word_that_it_is_transient_counts_for_codes_that_are_not_known()
    {
        ErrorCatalogue.Judge(new GraphError(400, 999999, null, "", "", null, null, IsTransient: true, null, null)).Kind.ShouldBe(VerdictKind.Retry);
        ErrorCatalogue.Judge(new GraphError(400, 131050, null, "", "", null, null, IsTransient: true, null, null)).Kind.ShouldBe(VerdictKind.GiveUp);
    }

    [Theory]
    [InlineData(230, VerdictKind.Hold)]
    [InlineData(141999, VerdictKind.Hold)]
    [InlineData(999999, VerdictKind.GiveUp)]
    public void Ranges_and_unknown_codes_have_entries_with_their_own_code(int code, VerdictKind kind)
    {
        var entry = ErrorCatalogue.Find(code);
        (entry.Code, entry.Verdict.Kind).ShouldBe((code, kind));
        entry.SentenceJa.ShouldEndWith("。");
    }
}
