public import Canvas
public import Wire

/// What holds for a person.
public struct PersonRestrictions: Equatable, Sendable {
    /// What the boards are told.
    public var board: Restrictions = []
    /// The person says nothing in the chat.
    public var isMuted = false
    /// The ban that the person is told of, or else what keeps them silent; nil: there is nothing to tell.
    public var told: BanRecord?
}

extension BanKind {
    /// The strictest first: what a person is told of, and what counts.
    var strictness: Int {
        switch self {
        case .ban: 2
        case .shadow: 1
        case .mute: 0
        }
    }
}

extension ModerationBook {
    /// The bans that hold, the newest first.
    public func bans(at now: Int64) -> [BanRecord] {
        bans.values.filter { $0.until ?? .max > now }.sorted { $0.number > $1.number }
    }

    /// A ban, whether it holds or only waits to be taken away.
    public func ban(_ number: UInt64) -> BanRecord? {
        bans[number]
    }

    /// The bans that hold for a person who comes from these networks, the strictest and longest first.
    public func bans(of person: String, networks: [String] = [], at now: Int64) -> [BanRecord] {
        let numbers = Set(
            (bansOfPerson[person] ?? []) + networks.flatMap { bansOfNetwork[$0] ?? [] })
        return numbers.compactMap { bans[$0] }.filter { $0.until ?? .max > now }.sorted {
            ($0.kind.strictness, $0.until ?? .max, $0.number)
                > ($1.kind.strictness, $1.until ?? .max, $1.number)
        }
    }

    /// Whether there is a ban on any network: only then has it to be asked where people come from.
    public var hasNetworkBans: Bool { !bansOfNetwork.isEmpty }

    /// Whether there is a ban on that one.
    public func hasBan(onNetwork key: String) -> Bool { bansOfNetwork[key] != nil }

    /// What holds for a person who comes from these networks.
    public func restrictions(
        of person: String, networks: [String] = [], at now: Int64
    ) -> PersonRestrictions {
        let bans = bans(of: person, networks: networks, at: now)
        var restrictions = PersonRestrictions()
        if bans.contains(where: { $0.kind == .ban }) { restrictions.board.insert(.banned) }
        if bans.contains(where: { $0.kind == .shadow }) { restrictions.board.insert(.shadowed) }
        restrictions.isMuted = bans.contains { $0.kind != .shadow }
        // Who is banned in the shadow is not told so.
        restrictions.told = bans.first { $0.kind != .shadow }
        return restrictions
    }

    /// Bans that were laid on a person, ever, as far back as is known.
    public func bansEver(of person: String) -> Int {
        let known = audit.entries.reduce(0) { count, entry in
            entry.act.verb == .ban && entry.undoOf == nil && entry.changes == nil
                && entry.people.contains(person) ? count + 1 : count
        }
        let older = (bansOfPerson[person] ?? []).filter { bans[$0]?.audit ?? 0 < audit.oldestNumber }
        return known + older.count
    }

    /// The areas of a board that hold, by number.
    public func areas(of board: String, at now: Int64) -> [AreaRecord] {
        areas(at: now).filter { $0.board == board }
    }

    /// All areas that hold, by number.
    public func areas(at now: Int64) -> [AreaRecord] {
        areas.values.filter { $0.until ?? .max > now }.sorted { $0.number < $1.number }
    }

    /// The areas of a board, as it takes them.
    public func boardAreas(of board: String, at now: Int64) -> [Area] {
        areas(of: board, at: now).compactMap(\.boardArea)
    }

    /// How a board defends itself, as it is now; nil: as it was configured.
    public func defence(of board: String, at now: Int64) -> DefenceRecord? {
        defences.values.first { $0.board == board }?.current(at: now)
    }

    /// How the boards defend themselves.
    public func defences(at now: Int64) -> [DefenceRecord] {
        defences.values.map { $0.current(at: now) }.sorted { $0.number < $1.number }
    }

    /// What is watched, by number.
    public var watchList: [WatchRecord] { watches.values.sorted { $0.number < $1.number } }

    /// What was written down about a person, the newest first; about everybody where none is named.
    public func notes(of person: String?) -> [NoteRecord] {
        let numbers = person.map { notesOfPerson[$0] ?? [] } ?? Array(notes.keys)
        return numbers.compactMap { notes[$0] }.sorted { $0.number > $1.number }
    }

    /// What everybody who comes to a board is told, the oldest first.
    public func announcements(of board: String, at now: Int64) -> [AnnouncementRecord] {
        announcements.values.filter { $0.board == board && $0.until ?? .max > now }
            .sorted { $0.number < $1.number }
    }

    /// The badges that hold, by number.
    public func badges(at now: Int64) -> [BadgeRecord] {
        badges.values.filter { $0.until > now }.sorted { $0.number < $1.number }
    }

    /// The badge that a session wears; nil: none, or it is over.
    public func badge(of person: String, at now: Int64) -> BadgeRecord? {
        badges.values.first { $0.person == person && $0.until > now }
    }

    /// The system user whose player has that number.
    public func staffUser(of player: UInt64) -> String? {
        staff[player]?.user
    }

    /// What everybody reads of the player of a system user; nil: that is nobody of the staff.
    public func publicStaffName(of player: UInt64) -> String? {
        staff[player].map { Self.publicStaffName(of: $0.user) }
    }

    /// What everybody reads of a system user.
    public static func publicStaffName(of user: String) -> String { staffMark + user }

    /// The number of the player with that public name. No player can take one: there is no colon in a name.
    public func staffNumber(called name: String) -> UInt64? {
        name.hasPrefix(Self.staffMark) ? staffNumber(of: String(name.dropFirst(Self.staffMark.count))) : nil
    }

    private static let staffMark = "staff: "

    /// The number of the player of a system user; nil: there is none yet.
    public func staffNumber(of user: String) -> UInt64? {
        staff.values.first { $0.user == user }?.number
    }

    /// Everybody who has acted, by number.
    public var staffList: [StaffRecord] { staff.values.sorted { $0.number < $1.number } }
}

extension AreaRecord {
    /// The area as a board takes it; nil where the record is of something that cannot be.
    var boardArea: Area? {
        guard let id = UInt32(exactly: number), let rectangle else { return nil }
        let mode: AreaMode =
            switch self.mode {
            case .frozen: .frozen
            case .staff: .staffOnly
            case .slower: .slower(factor: factor)
            case .cooldown: .cooldown(millis: cooldownMillis)
            }
        return Area(id: id, rectangle: rectangle, mode: mode)
    }

    /// Where it is.
    var rectangle: BoardRectangle? {
        guard let x = UInt16(exactly: x), let y = UInt16(exactly: y),
            let width = UInt16(exactly: width), let height = UInt16(exactly: height)
        else { return nil }
        return BoardRectangle(x: x, y: y, width: width, height: height)
    }
}

extension DefenceRecord {
    /// The record without what has ended by now.
    func current(at now: Int64) -> DefenceRecord {
        var record = self
        if until ?? .max <= now {
            record.level = 0
            record.until = nil
        }
        if isFrozen, frozenUntil ?? .max <= now {
            record.isFrozen = false
            record.frozenUntil = nil
            record.why = ""
        }
        return record
    }
}
