import Wire

/// Whom the fourth screen shows, and what is known.
struct PersonState: Sendable {
    /// Who was asked for; nil: nobody, the screen shows who is here.
    var who: PersonName?
    var detail: PersonDetail?
    var trail: Trail?
    /// How far back the trail goes; 0: to the beginning.
    var windowMillis: Int64 = Moments.hour
}

extension ConsoleModel {
    /// Shows somebody on the fourth screen: what they placed, where else they are, what happened.
    mutating func openPerson(_ who: PersonName) {
        if person.who?.id != who.id {
            person.detail = nil
            person.trail = nil
        }
        person.who = who
        if screen == .people { askForPerson() } else { open(.people) }
    }

    /// Asks for whatever the fourth screen shows of somebody.
    mutating func askForPerson() {
        guard let who = person.who else { return }
        let id = QueryText.escaped(who.id)
        ask(.person(id: who.id), "/admin/person?who=\(id)")
        let board = QueryText.escaped(options.board)
        ask(
            .trail(person: who.id),
            "/admin/trail?who=\(id)&board=\(board)&windowMs=\(person.windowMillis)&limit=5000")
    }
}
