using GameServer.Tests.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GameServer.Tests.Golden;

/// <summary>The edits that runtimes get wrong when a patch is merged carelessly, one by one.</summary>
internal static class PatchCases
{
    internal static IEnumerable<(string Name, Everything Old, Everything Live)> All() =>
        [.. Values(), .. Presence(), .. Messages(), .. Lists(), .. Rows(), .. Keys()];

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Values()
    {
        yield return Case("numbers back to zero", s => s.FInt32 = s.FSint32 = 5, s => s.FInt32 = s.FSint32 = 0);
        yield return Case("text and bytes back to empty", Named, s => (s.FString, s.FBytes) = ("", ByteString.Empty));
        yield return Case(
            "bool and enum back to zero", s => (s.FBool, s.FColor) = (true, Color.Blue), s => (s.FBool, s.FColor) = (false, 0));
        yield return Case("negative numbers", _ => { }, Negative);
        yield return Case("largest numbers", _ => { }, Largest);
        yield return Case("to negative zero", s => s.FDouble = s.FFloat = 1, s => s.FDouble = s.FFloat = -0f);
        yield return Case("from nothing to negative zero", _ => { }, s => s.FDouble = s.FFloat = -0f);
        yield return Case("from negative zero to zero", s => s.FDouble = s.FFloat = -0f, s => s.FDouble = s.FFloat = 0);
        yield return Case("optional to negative zero", s => s.ODouble = s.OFloat = 1, s => s.ODouble = s.OFloat = -0f);
        yield return Case("to NaN", _ => { }, s => s.FDouble = s.FFloat = float.NaN);
        yield return Case("smallest and infinite", _ => { }, s => (s.FDouble, s.FFloat) = (double.Epsilon, float.NegativeInfinity));
        yield return Case("text beyond ASCII", _ => { }, s => s.FString = "Grüße 🚀 \0 end");
        yield return Case("text that looks like zero", _ => { }, s => (s.FString, s.WString) = ("0", "0"));
        yield return Case("unknown enum value", _ => { }, s => s.FColor = (Color)99);
    }

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Presence()
    {
        yield return Case("optional to its default", s => (s.OInt32, s.OString) = (5, "a"), s => (s.OInt32, s.OString) = (0, ""));
        yield return Case("optional appears as default", _ => { }, s => (s.OInt32, s.OBool, s.OBytes) = (0, false, ByteString.Empty));
        yield return Case(
            "optional loses presence", s => (s.OInt32, s.OColor) = (5, Color.Red), s => { s.ClearOInt32(); s.ClearOColor(); });
        yield return Case("wrapper to its default", s => (s.WInt32, s.WString) = (5, "a"), s => (s.WInt32, s.WString) = (0, ""));
        yield return Case("wrapper appears as default", _ => { }, s => (s.WBool, s.WBytes, s.WUint64) = (false, ByteString.Empty, 0));
        yield return Case("wrapper goes", s => (s.WInt32, s.WDouble) = (5, 1), s => (s.WInt32, s.WDouble) = (null, null));
        yield return Case("wrapper to negative zero", s => (s.WDouble, s.WFloat) = (1, 1), s => (s.WDouble, s.WFloat) = (-0.0, -0f));
        yield return Case("oneof: another scalar", s => s.CInt32 = 5, s => s.CString = "");
        yield return Case("oneof: the same scalar as zero", s => s.CInt32 = 5, s => s.CInt32 = 0);
        yield return Case("oneof: scalar to message", s => s.CBool = true, s => s.CEntity = new Entity { X = 3 });
        yield return Case("oneof: message to another", s => s.CEntity = new Entity { X = 3 }, s => s.CTree = new Tree());
        yield return Case("oneof: inside the message", s => s.CEntity = new Entity { X = 3, Y = 4 }, s => s.CEntity.X = 0);
        yield return Case("oneof: message to scalar", s => s.CTree = new Tree { Value = 1 }, s => s.CDouble = -0.0);
        yield return Case("oneof: wrapper to its default", s => s.CWrapper = 5, s => s.CWrapper = 0);
        yield return Case("oneof: wrapper to time", s => s.CWrapper = 5, s => s.CTimestamp = new Timestamp());
        yield return Case("oneof: nothing", s => s.CColor = Color.Red, s => s.ClearChoice());
    }

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Messages()
    {
        yield return Case("empty message appears", _ => { }, s => s.Empty = new Protos.Empty());
        yield return Case("message goes", s => s.Entity = new Entity { X = 3 }, s => s.Entity = null);
        yield return Case(
            "message to an empty one", s => s.Entity = new Entity { X = 3, Score = 1, Level = 2 }, s => s.Entity = new Entity());
        yield return Case("inside a message", s => s.Entity = new Entity { X = 3, Level = 2, Score = 1 }, Hurt);
        yield return Case("recursive messages", s => s.Nested = new Everything { Tree = Grown() }, s => s.Nested.Tree.Left.Left.Value = 0);
        yield return Case("time and duration", s => (s.TTimestamp, s.TDuration) = (Time(5, 6), new Duration { Seconds = 7 }), Later);
        yield return Case("field mask", s => s.TMask = new FieldMask { Paths = { "a.b" } }, s => s.TMask.Paths.Clear());
        yield return Case(
            "struct, value and list", Json, s => { s.TStruct.Fields.Remove("a"); s.TValue.BoolValue = true; s.TList.Values.Clear(); });
    }

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Lists()
    {
        yield return Case("list grows at its end", s => s.RInt32.Add([1, 2]), s => s.RInt32.Add([0, 3]));
        yield return Case("list changes in the middle", s => s.RSint64.Add([1, 2, 3]), s => s.RSint64[1] = -9);
        yield return Case("list loses its end", s => s.RString.Add(["a", "", "b"]), s => s.RString.RemoveAt(2));
        yield return Case("list empties", s => s.RColor.Add([Color.Red, Color.Under]), s => s.RColor.Clear());
        yield return Case("unpacked list grows", s => s.RUnpacked.Add(1), s => s.RUnpacked.Add([2, -3]));
        yield return Case("list of messages grows", s => s.REntity.Add(new Entity { X = 1 }), s => s.REntity.Add(new Entity()));
        yield return Case("a message in a list changes", s => s.REntity.Add(new Entity { X = 1, Level = 2 }), s => s.REntity[0].Level = 0);
        yield return Case(
            "lists of wrappers and times", s => s.RWrapper.Add([1, 0]), s => { s.RWrapper.Add(0); s.RTimestamp.Add(Time(1, 0)); });
        yield return Case("lists of floats", s => s.RDouble.Add([0, -0.0]), s => { s.RDouble[0] = -0.0; s.RFloat.Add([float.NaN, -0f]); });
    }

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Rows()
    {
        yield return Case("row appears empty", _ => { }, s => s.MUint32[0] = new Entity());
        yield return Case("row goes", s => s.MUint32[7] = new Entity { X = 1 }, s => s.MUint32.Remove(7));
        yield return Case(
            "inside a row", s => s.MUint32[7] = new Entity { X = 1, Y = 2, Path = { 1 } },
            s => { s.MUint32[7].X = 0; s.MUint32[7].Path.Add(2); });
        yield return Case(
            "row becomes an empty message", s => s.MUint32[7] = new Entity { X = 1, Level = 2 }, s => s.MUint32[7] = new Entity());
        yield return Case("oneof in a row", s => s.MUint32[7] = new Entity { Sword = 3 }, s => s.MUint32[7].Bow = new Item());
        yield return Case("map in a row", s => s.MUint32[7] = new Entity { Tags = { ["a"] = 1, ["b"] = 2 } }, Retag);
        yield return Case("maps in rows in rows", s => s.MString["n"] = North(), s => s.MString["n"].Regions["e"].Entities["x"].Name = "");
        yield return Case("row goes in a row", s => s.MString["n"] = North(), s => s.MString["n"].Regions.Remove("e"));
        yield return Case("scalar row to zero", s => s.MInt32[3] = 5, s => s.MInt32[3] = 0);
        yield return Case("wrapper row to its default", s => s.MWrapper["a"] = 5, s => s.MWrapper["a"] = 0);
        yield return Case(
            "time and json rows", s => s.MTimestamp["a"] = Time(1, 2),
            s => { s.MTimestamp["a"] = Time(0, 0); s.MValue["v"] = Value.ForNull(); });
        yield return Case(
            "row moves to the end", s => { s.MInt32[1] = 1; s.MInt32[2] = 2; }, s => { s.MInt32.Remove(1); s.MInt32[1] = 9; });
    }

    private static IEnumerable<(string Name, Everything Old, Everything Live)> Keys()
    {
        yield return Case(
            "default keys", _ => { },
            s => { s.MInt32[0] = 0; s.MString[""] = new Region(); s.MBool[false] = new Entity(); s.MUint64[0] = ""; });
        yield return Case(
            "negative keys", _ => { }, s => { s.MInt32[-1] = -1; s.MSint32[-5] = -0.5; s.MSint64[long.MinValue] = Color.Under; });
        yield return Case(
            "large keys", _ => { },
            s => { s.MUint64[ulong.MaxValue] = "m"; s.MFixed64[ulong.MaxValue] = true; s.MUint32[uint.MaxValue] = new Entity(); });
        yield return Case(
            "fixed keys", _ => { }, s => { s.MFixed32[5] = ByteString.CopyFromUtf8("b"); s.MSfixed32[-6] = -0f; s.MSfixed64[-7] = 8; });
        yield return Case(
            "bool keys", s => s.MBool[true] = new Entity { X = 1 }, s => { s.MBool[true].X = 2; s.MBool[false] = new Entity(); });
        yield return Case("long keys patched", s => s.MInt64[-1L << 40] = new Entity { X = 1 }, s => s.MInt64[-1L << 40].X = 2);
        yield return Case(
            "keys that objects have", s => s.MString["__proto__"] = North(),
            s => { s.MString["__proto__"].Ruler = null; s.MString["toString"] = North(); });
    }

    private static (string, Everything, Everything) Case(string name, Action<Everything> make, Action<Everything> edit)
    {
        var old = new Everything();
        make(old);
        var live = old.Clone();
        edit(live);
        return (name, old, live);
    }

    private static void Named(Everything s) => (s.FString, s.FBytes) = ("a", ByteString.CopyFromUtf8("b"));

    private static void Negative(Everything s) =>
        (s.FInt32, s.FInt64, s.FSint32, s.FSint64, s.FSfixed32, s.FSfixed64, s.FColor) = (-1, -2, -3, -4, -5, -6, Color.Under);

    private static void Largest(Everything s)
    {
        (s.FInt32, s.FInt64, s.FUint32, s.FUint64) = (int.MaxValue, long.MaxValue, uint.MaxValue, ulong.MaxValue);
        (s.FSint32, s.FSint64, s.FFixed32, s.FFixed64) = (int.MinValue, long.MinValue, uint.MaxValue, ulong.MaxValue);
    }

    private static void Hurt(Everything s) => (s.Entity.X, s.Entity.Level, s.Entity.Name) = (0, 0, "hurt");

    private static void Later(Everything s) => (s.TTimestamp, s.TDuration.Nanos) = (Time(5, 0), 8);

    private static void Json(Everything s)
    {
        s.TStruct = new Struct { Fields = { ["a"] = Value.ForNumber(1), ["b"] = Value.ForList(Value.ForNull(), Value.ForString("x")) } };
        s.TValue = Value.ForStruct(new Struct { Fields = { ["in"] = Value.ForNumber(-0.5) } });
        s.TList = new ListValue { Values = { Value.ForBool(false) } };
    }

    private static void Retag(Everything s)
    {
        s.MUint32[7].Tags["a"] = 0;
        s.MUint32[7].Tags.Remove("b");
        s.MUint32[7].Tags["c"] = 3;
    }

    private static Timestamp Time(long seconds, int microseconds) => new() { Seconds = seconds, Nanos = microseconds * 1000 };

    private static Tree Grown() => new()
    {
        Left = new Tree { Left = new Tree { Value = 3, Leaves = { new Tree() } } },
        Branches = { [1] = new Tree() },
    };

    private static Item Marked() => new() { Marks = { [1] = "m" } };

    private static Region North() => new()
    {
        Ruler = new Entity { Name = "r" },
        Regions = { ["e"] = new Region { Entities = { ["x"] = new Entity { Name = "x", Items = { Marked() } } } } },
    };
}
