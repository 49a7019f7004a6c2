using System.Globalization;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>Whether a listing satisfies filters (docs/PROTOCOL.md, "Listing rooms"). Pure.</summary>
internal static class PropertyMatch
{
    internal static bool Satisfies(this RoomListing listing, IEnumerable<PropertyFilter> filters) =>
        filters.All(filter => Satisfies(listing, filter));

    private static bool Satisfies(RoomListing listing, PropertyFilter filter)
    {
        if (!listing.Properties.TryGetValue(filter.Property, out var value))
        {
            return filter.Comparison == PropertyFilter.Types.Comparison.NotEqual;
        }

        var order = Compare(value, filter.Value);
        return filter.Comparison switch
        {
            PropertyFilter.Types.Comparison.Equal => order == 0,
            PropertyFilter.Types.Comparison.NotEqual => order != 0,
            PropertyFilter.Types.Comparison.Less => order < 0,
            PropertyFilter.Types.Comparison.LessOrEqual => order <= 0,
            PropertyFilter.Types.Comparison.Greater => order > 0,
            PropertyFilter.Types.Comparison.GreaterOrEqual => order >= 0,

            // proto3 enums are open: a comparison that a later client knows matches nothing here.
            _ => false,
        };
    }

    private static int Compare(string left, string right) =>
        TryNumber(left, out var leftNumber) && TryNumber(right, out var rightNumber)
            ? leftNumber.CompareTo(rightNumber)
            : string.CompareOrdinal(left, right);

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
