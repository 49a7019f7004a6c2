using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

public class PropertyMatchTests
{
    [Theory]
    [InlineData("9", PropertyFilter.Types.Comparison.Less, "10", true)]
    [InlineData("b9", PropertyFilter.Types.Comparison.Less, "b10", false)]
    [InlineData("ffa", PropertyFilter.Types.Comparison.Equal, "FFA", false)]
    [InlineData("1.0", PropertyFilter.Types.Comparison.Equal, "1", true)]
    [InlineData("NaN", PropertyFilter.Types.Comparison.Equal, "NaN", true)]
    [InlineData("5", PropertyFilter.Types.Comparison.GreaterOrEqual, "5", true)]
    [InlineData("5", PropertyFilter.Types.Comparison.Greater, "5", false)]
    [InlineData("5", (PropertyFilter.Types.Comparison)99, "5", false)]
    public void Numbers_compare_as_numbers_and_the_rest_as_text(
        string value, PropertyFilter.Types.Comparison comparison, string asked, bool satisfied)
    {
        var listing = new RoomListing { Properties = { ["p"] = value } };
        listing.Satisfies([new PropertyFilter { Property = "p", Comparison = comparison, Value = asked }]).ShouldBe(satisfied);
    }

    [Fact]
    public void A_missing_property_satisfies_only_not_equal()
    {
        var listing = new RoomListing();
        listing.Satisfies([new PropertyFilter { Property = "p", Value = "" }]).ShouldBeFalse();
        listing.Satisfies([new PropertyFilter { Property = "p", Comparison = PropertyFilter.Types.Comparison.NotEqual, Value = "x" }])
            .ShouldBeTrue();
    }
}
