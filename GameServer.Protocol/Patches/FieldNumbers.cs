using Google.Protobuf;

namespace GameServer.Protocol.Patches;

/// <summary>The numbers of the fields in encoded bytes, each once, in the order of their first appearance.</summary>
internal static class FieldNumbers
{
    internal static List<int> Of(ByteString bytes)
    {
        var numbers = new List<int>();
        var input = bytes.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            if (!numbers.Contains(number))
            {
                numbers.Add(number);
            }

            input.SkipLastField();
        }

        return numbers;
    }
}
