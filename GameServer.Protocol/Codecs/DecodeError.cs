namespace GameServer.Protocol.Codecs;

/// <summary>Why bytes could not be decoded.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Sentence">For people; holds nothing of what was received.</param>
public sealed record DecodeError(DecodeErrorKind Kind, string Sentence);

/// <summary>What was wrong with the bytes. The numbers are not on the wire.</summary>
public enum DecodeErrorKind
{
    /// <summary>Not the protobuf encoding, or not JSON.</summary>
    Malformed,

    /// <summary>Text that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>JSON, but not an array of objects.</summary>
    NotABatch,

    /// <summary>A JSON value of the wrong type or out of range, a name given twice, or two kinds in one envelope.</summary>
    WrongField,

    /// <summary>Nested deeper than allowed.</summary>
    TooDeep,

    /// <summary>More envelopes than a batch may hold.</summary>
    TooManyEnvelopes,

    /// <summary>A text field longer than allowed.</summary>
    StringTooLong,

    /// <summary>More entries in the repeated and map fields of a message than allowed.</summary>
    TooManyElements,
}
