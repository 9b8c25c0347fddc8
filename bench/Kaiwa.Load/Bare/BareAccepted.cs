namespace Kaiwa.Load.Bare;

/// <summary>Meta's answer, to be stored.</summary>
internal readonly record struct BareAccepted(long MessageId, string Wamid);
