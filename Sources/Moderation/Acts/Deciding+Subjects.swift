import Canvas
import Wire

extension Deciding {
    /// Everybody the act is on, each once; at least one.
    func people() throws(ActRefused) -> [PersonFacts] {
        guard !act.who.isEmpty else {
            throw ActRefused(.badRequest, "On whom? Give an id, a name or a handle like #7fa2.")
        }
        return try people(act.who)
    }

    /// Those whom these texts name, each once.
    func people(_ texts: [String]) throws(ActRefused) -> [PersonFacts] {
        var people: [PersonFacts] = []
        for text in texts {
            let person = try person(text)
            if !people.contains(where: { $0.id == person.id }) { people.append(person) }
        }
        return people
    }

    /// The one person that the act is on.
    func onePerson() throws(ActRefused) -> PersonFacts {
        let people = try people()
        guard people.count == 1 else {
            throw ActRefused(.badRequest, "That goes for one person at a time. Name one.")
        }
        return people[0]
    }

    /// Whom a text names: an id, a name or a handle.
    private func person(_ text: String) throws(ActRefused) -> PersonFacts {
        if text.hasPrefix("#") {
            guard let person = world.person(handle: String(text.dropFirst())) else {
                throw ActRefused(
                    .notFound, "There is no connection called \(text), and there was none today.")
            }
            return person
        }
        if let person = world.person(id: text) { return person }
        let named = world.people(named: text)
        let live = named.filter { $0.live > 0 }
        if let person = live.count == 1 ? live.first : named.count == 1 ? named.first : nil { return person }
        guard named.isEmpty else {
            let candidates = (live.isEmpty ? named : live).map { "\($0.name) (\($0.id))" }
            throw ActRefused(
                .conflict, "Several people are called \(text): \(listWords(candidates)). Give the id.")
        }
        if let person = world.person(handle: text) { return person }
        throw ActRefused(.notFound, "Nobody is called \(text). Give an id, a name or a handle like #7fa2.")
    }

    /// Refuses where one of them is staff.
    func requirePlayers(_ people: [PersonFacts]) throws(ActRefused) {
        for person in people {
            if let staff = person.staff {
                throw ActRefused(
                    .badRequest,
                    "\(person.name) is \(staff) of the staff. Roles are given and taken in the configuration."
                )
            }
        }
    }

    /// The rectangle that the act names, as far as it lies on the board; nil: it names none.
    func rectangle(on board: BoardFacts) throws(ActRefused) -> BoardRectangle? {
        guard act.x != nil || act.y != nil || act.width != nil || act.height != nil else { return nil }
        guard let x = act.x, let y = act.y, (act.width == nil) == (act.height == nil) else {
            throw ActRefused(.badRequest, "A place is X,Y, and an area X,Y and WIDTHxHEIGHT.")
        }
        let side = ModerationLimits.areaSide
        let isMiddle = act.width == nil
        guard board.shape.contains(x: x, y: y) else {
            throw ActRefused(
                .badRequest,
                "\(x),\(y) is not on \(board.name), which is \(board.shape.width)x\(board.shape.height).")
        }
        let left = isMiddle ? max(0, x - side / 2) : x
        let top = isMiddle ? max(0, y - side / 2) : y
        let sides = 1...BoardShape.sideMax
        guard sides.contains(act.width ?? side), sides.contains(act.height ?? side) else {
            throw ActRefused(
                .badRequest, "An area is from 1x1 to \(BoardShape.sideMax)x\(BoardShape.sideMax).")
        }
        return BoardRectangle(
            x: UInt16(left), y: UInt16(top),
            width: UInt16(min(act.width ?? side, board.shape.width - left)),
            height: UInt16(min(act.height ?? side, board.shape.height - top)))
    }
}
