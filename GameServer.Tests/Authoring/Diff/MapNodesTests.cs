using GameServer.Authoring.Diff;
using GameServer.Tests.Protos;
using Google.Protobuf.Collections;

namespace GameServer.Tests.Authoring.Diff;

public sealed class MapNodesTests
{
    [Fact]
    public void The_runtime_keeps_its_rows_in_a_list_that_can_be_walked() => MapNodes<uint, Entity>.AreDirect.ShouldBeTrue();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_rows_come_in_the_order_of_the_map(bool direct)
    {
        var map = new MapField<string, int> { ["b"] = 1, ["a"] = 2, ["c"] = 3 };
        map.Remove("b");
        map["b"] = 4;
        map["a"] = 5;

        Walk(map, direct).ShouldBe([("a", 5), ("c", 3), ("b", 4)]);
        map.Clear();
        Walk(map, direct).ShouldBeEmpty();
    }

    private static List<(string Key, int Value)> Walk(MapField<string, int> map, bool direct)
    {
        List<(string, int)> rows = [];
        for (var node = direct ? MapNodes<string, int>.First(map) : MapNodes<string, int>.Copied(map); node is not null; node = node.Next)
        {
            rows.Add((node.Value.Key, node.Value.Value));
        }

        return rows;
    }
}
