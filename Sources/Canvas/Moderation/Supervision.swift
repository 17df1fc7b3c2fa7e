/// What moderation says of a board's people and places, as judging asks for it. A board on which it says
/// nothing never looks in here.
struct Supervision: Sendable {
    /// What is special where; at most `Board.areasMax`.
    var areas: [Area] = []
    /// Whoever is restricted; at most `Board.restrictedPlayersMax`.
    private(set) var restricted: [PlayerSlot: Restrictions] = [:]
    /// Whom areas and gates do not concern.
    var staff: Set<PlayerSlot> = []
    /// Sessions of this number and above have to wait; nil for none.
    var newcomersFrom: UInt32?
    /// Sessions of this number and above have to pass a challenge; nil for none.
    var challengeFrom: UInt32?
    /// Those of them who passed it.
    var challenged: Set<PlayerSlot> = []
    /// What the shadowed placed lately.
    var shadows: [PlayerSlot: ShadowTrail] = [:]

    /// Whether there is nothing to ask.
    var isSilent: Bool {
        areas.isEmpty && restricted.isEmpty && newcomersFrom == nil && challengeFrom == nil
    }

    /// Restricts a player, or not any more; false where there is no room for one more.
    mutating func restrict(_ player: PlayerSlot, by restrictions: Restrictions) -> Bool {
        if !restrictions.contains(.shadowed) { shadows[player] = nil }
        guard !restrictions.isEmpty else {
            restricted[player] = nil
            return true
        }
        guard restricted[player] != nil || restricted.count < Board.restrictedPlayersMax else { return false }
        restricted[player] = restrictions
        return true
    }

    func restrictions(of player: PlayerSlot) -> Restrictions {
        restricted[player] ?? []
    }

    /// Everything that speaks against a placement by that player there.
    func restrictions(on placement: Placement) -> Restrictions {
        var restrictions = restrictions(of: placement.player)
        guard !staff.contains(placement.player) else { return restrictions }
        let number = placement.player.number
        if let newcomersFrom, number >= newcomersFrom { restrictions.insert(.newcomer) }
        if let challengeFrom, number >= challengeFrom, !challenged.contains(placement.player) {
            restrictions.insert(.challenge)
        }
        if isProtected(placement) { restrictions.insert(.protected) }
        return restrictions
    }

    /// Whether the pixel lies where only the staff changes anything.
    private func isProtected(_ placement: Placement) -> Bool {
        areas.contains { area in
            guard area.rectangle.contains(x: placement.x, y: placement.y) else { return false }
            return switch area.mode {
            case .frozen, .staffOnly: true
            case .slower, .cooldown: false
            }
        }
    }

    /// What the placement costs there.
    func price(of placement: Placement, under rules: Rules) -> Price {
        guard !staff.contains(placement.player) else { return .charge }
        var dearest: Price?
        for area in areas where area.rectangle.contains(x: placement.x, y: placement.y) {
            let price: Price
            switch area.mode {
            case .frozen, .staffOnly: continue
            case .slower(let factor) where rules.cooldownMillis == 0:
                price = .millis(Area.baseMillis * Int64(factor))
            case .slower(let factor): price = .cooldowns(Int64(factor))
            case .cooldown(let millis): price = .millis(millis)
            }
            if let other = dearest, other.millis(under: rules) >= price.millis(under: rules) { continue }
            dearest = price
        }
        return dearest ?? .charge
    }
}

/// What a shadowed player believes to have placed a moment ago, so that taking it back looks as it should.
struct ShadowTrail: Sendable {
    /// Nobody may take back more at once.
    private static let stepsMax = Int(Board.undoRules.chargesMax)

    private struct Step {
        let index: Int
        /// What the pixel showed to all others.
        let colour: UInt8
        let price: Price
        let at: Int64
    }

    /// Oldest first.
    private var steps: [Step] = []

    mutating func append(pixel index: Int, over colour: UInt8, price: Price, at now: Int64) {
        steps.removeAll { $0.index == index }
        if steps.count == Self.stepsMax { steps.removeFirst() }
        steps.append(Step(index: index, colour: colour, price: price, at: now))
    }

    /// What the newest placement of a pixel cost, which is taken back now; nil where it could not be, because
    /// it was too long ago or somebody would have painted over it.
    mutating func takeBack(pixel index: Int, over colour: UInt8, at now: Int64) -> Price? {
        guard let place = steps.firstIndex(where: { $0.index == index }) else { return nil }
        let step = steps.remove(at: place)
        guard step.colour == colour, step.at >= now - ChangeGroup.undoMillisMax else { return nil }
        return step.price
    }
}
