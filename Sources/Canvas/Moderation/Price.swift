/// What a change costs whoever makes it, or gives back where it takes a placement back.
enum Price: Equatable, Sendable {
    /// So many times the cooldown: in proportion where the rules change while it is being waited for.
    case cooldowns(Int64)
    /// So much, whatever the cooldown.
    case millis(Int64)

    /// One charge, as nearly every placement.
    static let charge = Price.cooldowns(1)
    /// What the staff rolls back costs nobody anything.
    static let nothing = Price.cooldowns(0)

    func millis(under rules: Rules) -> Int64 {
        switch self {
        case .cooldowns(let count): rules.cooldownMillis * count
        case .millis(let millis): millis
        }
    }
}

/// The prices of changes that follow one another, where each costs something else than one charge.
struct PriceRun: Equatable, Sendable {
    /// Which changes of a group, from 0.
    var places: Range<Int>
    let price: Price
}

extension [PriceRun] {
    /// Says what the changes at these places cost; they come behind all that were said before.
    mutating func note(_ price: Price, of places: Range<Int>) {
        guard price != .charge, !places.isEmpty else { return }
        if let last, last.price == price, last.places.upperBound == places.lowerBound {
            self[count - 1].places = last.places.lowerBound..<places.upperBound
        } else {
            append(PriceRun(places: places, price: price))
        }
    }

    /// What the change at that place costs.
    func price(at place: Int) -> Price {
        let runs = span
        var low = 0
        var high = runs.count
        while low < high {
            let middle = low + (high - low) / 2
            if runs[middle].places.upperBound <= place { low = middle + 1 } else { high = middle }
        }
        guard low < runs.count, runs[low].places.contains(place) else { return .charge }
        return runs[low].price
    }
}
