using System.Text;
using GameServer.Protocol.Codecs;

namespace GameServer.Tests.Golden;

/// <summary>Bytes that no client may send, and what the decoder says to them.</summary>
internal static class BadGoldenFrames
{
    internal static IEnumerable<GoldenFrame> All() =>
    [
        Binary("bad-truncated-length", DecodeErrorKind.Malformed, "0a05120308", "An envelope of 5 bytes of which 3 came."),
        Binary("bad-huge-length", DecodeErrorKind.Malformed, "0affffffff0f", "An envelope of 4 GiB is announced."),
        Binary("bad-endless-varint", DecodeErrorKind.Malformed, "0a0c1080808080808080808080ff", "A number of more than ten bytes."),
        Binary("bad-field-zero", DecodeErrorKind.Malformed, "0a020001", "Field numbers start at 1."),
        Binary("bad-group", DecodeErrorKind.Malformed, "0a020b0c", "Groups are not part of proto3."),
        Binary("bad-text-not-utf8", DecodeErrorKind.InvalidUtf8, "0a0522031a01ff", "A hello with the name FF."),
        Binary("bad-envelopes", DecodeErrorKind.TooManyEnvelopes, string.Concat(Enumerable.Repeat("0a00", 257)), "257 envelopes."),
        Json("bad-json-empty", DecodeErrorKind.Malformed, "", "Not even an array."),
        Json("bad-json-cut", DecodeErrorKind.Malformed, """[{"heartbeat":{""", ""),
        Json("bad-json-trailing", DecodeErrorKind.Malformed, "[] []", "Two values."),
        Json("bad-json-comment", DecodeErrorKind.Malformed, "[/* */]", "JSON has no comments."),
        Json("bad-json-object", DecodeErrorKind.NotABatch, """{"heartbeat":{}}""", "An envelope outside an array."),
        Json("bad-json-number", DecodeErrorKind.NotABatch, "[1]", "An envelope is an object."),
        Json("bad-json-null", DecodeErrorKind.NotABatch, "[null]", "An envelope is an object."),
        Json("bad-json-duplicate", DecodeErrorKind.WrongField, """[{"requestId":1,"requestId":2}]""", "A name given twice."),
        Json("bad-json-two-kinds", DecodeErrorKind.WrongField, """[{"heartbeat":{},"leave":{}}]""", "One envelope, two kinds."),
        Json("bad-json-type", DecodeErrorKind.WrongField, """[{"leave":{"room":"three"}}]""", "Text where a number belongs."),
        Json("bad-json-range", DecodeErrorKind.WrongField, """[{"leave":{"room":4294967296}}]""", "Beyond 32 bits."),
        Json("bad-json-negative", DecodeErrorKind.WrongField, """[{"command":{"commandSeq":"-1"}}]""", "Below zero."),
        Json("bad-json-enum", DecodeErrorKind.WrongField, """[{"snapshotRequest":{"cause":"BOREDOM"}}]""", "Not a name of the enum."),
        Json("bad-json-surrogate", DecodeErrorKind.InvalidUtf8, """[{"hello":{"name":"\ud800"}}]""", "Half of a surrogate pair."),
        GoldenFrame.Bad(
            "bad-json-not-utf8", GoldenFrame.JsonForm, DecodeErrorKind.InvalidUtf8, [(byte)'[', 0xC0, 0xAF, (byte)']'],
            "An overlong slash."),
        Json("bad-json-deep", DecodeErrorKind.TooDeep, new string('[', 65) + new string(']', 65), "65 arrays inside one another."),
        Json(
            "bad-json-envelopes", DecodeErrorKind.TooManyEnvelopes, "[" + string.Join(',', Enumerable.Repeat("{}", 257)) + "]",
            "257 envelopes."),
    ];

    private static GoldenFrame Binary(string name, DecodeErrorKind error, string hex, string note) =>
        GoldenFrame.Bad(name, GoldenFrame.BinaryForm, error, Convert.FromHexString(hex), note);

    private static GoldenFrame Json(string name, DecodeErrorKind error, string text, string note) =>
        GoldenFrame.Bad(name, GoldenFrame.JsonForm, error, Encoding.UTF8.GetBytes(text), note);
}
