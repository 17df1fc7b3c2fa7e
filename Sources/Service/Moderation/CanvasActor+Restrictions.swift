import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What holds for people, as boards judge by it. A board is told when it changes, and asks nobody.

/// What is in force beyond what the book of moderation says.
struct Enforcement {
    /// Everybody whom the boards were told something of.
    var restricted: Set<PlayerSlot> = []
    /// Networks with a ban that players come from, by key.
    var bannedNetworks: [PlayerSlot: Set<String>] = [:]
    /// The keys of the networks around addresses that were asked for lately, while there are bans on
    /// networks: a placement costs no hashing then.
    var networkKeys: [NetworkAddress: [String]] = [:]
    /// Whom a moderator has solve a puzzle.
    var challenged: Set<PlayerSlot> = []
    /// Whom an act is on that takes their pixels away, and that is not durable yet.
    var held: Set<PlayerSlot> = []
    /// Who has solved one, and when.
    var passes: [PlayerSlot: Int64] = [:]
    /// Puzzles that wait to be solved.
    var puzzles = PuzzleTable()
    /// How many reports people may still make.
    var reportPaces = BudgetTable<PlayerSlot>(
        capacity: Limits.reportBurst, refillMillis: Limits.reportMillis * Int64(Limits.reportBurst),
        countMax: Limits.reportPacesMax)
    /// People who are watched, by id.
    var watchedPeople: Set<String> = []
    /// What else is watched: it is held against every connection that is listed.
    var watches: [WatchRecord] = []
    /// Boards whose gates are looked at from time to time.
    var gatedBoards: Set<UInt16> = []
}

extension CanvasActor {
    /// Lays everything on that the log holds, before anybody is served.
    func followModeration() {
        noteStaff()
        noteWatches()
        for hosted in boards {
            hosted.board.setAreas(moderation.boardAreas(of: hosted.name.text, at: wallClock()))
            applyDefence(of: hosted)
        }
        for ban in moderation.bans(at: wallClock()) {
            if let session = sessions.session(id: ban.person) { applyRestrictions(of: session) }
        }
        scheduleExpiry()
    }

    /// The boards are told who is staff.
    func noteStaff() {
        let staff = Set(
            moderation.staffList.map { PlayerSlot(number: UInt32(truncatingIfNeeded: $0.number)) })
        for hosted in boards { hosted.board.setStaff(staff) }
    }

    /// What is watched is another now.
    func noteWatches() {
        let watches = moderation.watchList
        enforcement.watchedPeople = Set(watches.filter { $0.kind == .person }.map(\.value))
        enforcement.watches = watches.filter { $0.kind != .person }
    }

    /// What holds for somebody, wherever they come from just now.
    func standing(of session: LedgerSession) -> PersonRestrictions {
        let networks = enforcement.bannedNetworks[session.slot] ?? []
        return moderation.restrictions(of: session.id, networks: Array(networks), at: wallClock())
    }

    /// What somebody is told of it.
    func restriction(of player: PlayerSlot) -> RestrictionDescription? {
        sessions[player].flatMap { standing(of: $0).told }.map { RestrictionDescription($0, at: wallClock()) }
    }

    /// Tells the boards what holds for somebody. True: it is something else than before.
    @discardableResult
    func applyRestrictions(of session: LedgerSession) -> Bool {
        let player = session.slot
        var restrictions = standing(of: session).board
        if enforcement.challenged.contains(player) { restrictions.insert(.challenge) }
        if enforcement.held.contains(player) { restrictions.insert(.held) }
        guard !restrictions.isEmpty || enforcement.restricted.contains(player),
            boards.contains(where: { $0.board.restrictions(of: player) != restrictions })
        else { return false }
        for hosted in boards { hosted.board.setRestrictions(restrictions, of: player) }
        if restrictions.isEmpty {
            enforcement.restricted.remove(player)
        } else {
            enforcement.restricted.insert(player)
        }
        return true
    }

    /// What these people may do changed, and those in these networks.
    func restrictionsChanged(_ people: [String], _ networks: [String]) {
        var players = Set(people.compactMap { sessions.session(id: $0)?.slot })
        if !moderation.hasNetworkBans { enforcement.networkKeys = [:] }
        if !networks.isEmpty {
            let inside = playersInside(Set(networks), isNoted: true)
            players.formUnion(inside)
            for (player, keys) in enforcement.bannedNetworks where !keys.isDisjoint(with: networks) {
                players.insert(player)
                let banned = keys.filter { moderation.hasBan(onNetwork: $0) }
                enforcement.bannedNetworks[player] = banned.isEmpty ? nil : banned
            }
        }
        for player in players {
            guard let session = sessions[player] else { continue }
            applyRestrictions(of: session)
            tellYou(player)
        }
    }

    /// Lets these people change nothing until an act has become durable, or has not: what they placed after
    /// its pixels were taken away, and before its ban holds, would stay. None of it is told; they are asked
    /// to try again in a moment.
    func hold(_ people: [LedgerSession]) {
        enforcement.held.formUnion(people.map(\.slot))
        for session in people { applyRestrictions(of: session) }
    }

    /// What the book says of them holds for them again.
    func letGo(_ people: [LedgerSession]) {
        enforcement.held.subtract(people.map(\.slot))
        for session in people { applyRestrictions(of: session) }
    }

    /// Has some people solve a puzzle before they place again.
    func challenge(_ people: [String]) {
        for session in people.compactMap({ sessions.session(id: $0) }) {
            if enforcement.challenged.count >= Limits.puzzlesMax { enforcement.challenged.removeFirst() }
            enforcement.challenged.insert(session.slot)
            applyRestrictions(of: session)
            tellYou(session.slot)
        }
    }

    // MARK: Networks

    /// Everybody who is connected from one of these networks. `isNoted`: that they come from there is kept,
    /// as far as there is a ban on it.
    func playersInside(_ keys: Set<String>, isNoted: Bool = false) -> Set<PlayerSlot> {
        // Neighbours share what is looked up: a raid comes from few networks.
        var known: [NetworkAddress: Set<String>] = [:]
        var players: Set<PlayerSlot> = []
        for entry in book.live where !entry.isOfStaff {
            let player = PlayerSlot(number: entry.player)
            guard sessions[player] != nil else { continue }
            let found = known[entry.address] ?? keys.intersection(networkKeys(around: entry.address))
            known[entry.address] = found
            guard !found.isEmpty else { continue }
            players.insert(player)
            let banned = found.filter { moderation.hasBan(onNetwork: $0) }
            if isNoted, !banned.isEmpty { enforcement.bannedNetworks[player, default: []].formUnion(banned) }
        }
        return players
    }

    func networkKeys(around address: NetworkAddress) -> [String] {
        if let known = enforcement.networkKeys[address] { return known }
        let keys = sessions.networks(around: address).values.map(\.key)
        // Addresses are not remembered for longer than they are needed.
        guard moderation.hasNetworkBans else {
            enforcement.networkKeys = [:]
            return keys
        }
        if enforcement.networkKeys.count >= Limits.networkKeysMax { enforcement.networkKeys = [:] }
        enforcement.networkKeys[address] = keys
        return keys
    }

    /// The networks with a ban that an address lies in. Of the admin socket there are none.
    func bannedNetworks(around address: NetworkAddress) -> Set<String> {
        guard moderation.hasNetworkBans, address != NetworkAddress(high: 0, low: 0) else { return [] }
        return Set(networkKeys(around: address).filter { moderation.hasBan(onNetwork: $0) })
    }

    /// Somebody places, or comes, from an address: what holds there holds for them.
    func note(_ address: NetworkAddress, of player: PlayerSlot) {
        guard let session = sessions[player] else { return }
        var banned = bannedNetworks(around: address)
        // Whoever is connected from elsewhere too is bound by that as well.
        if !presence.attendances(of: player).isEmpty {
            banned.formUnion(enforcement.bannedNetworks[player] ?? [])
        }
        guard banned != enforcement.bannedNetworks[player] ?? [] else { return }
        enforcement.bannedNetworks[player] = banned.isEmpty ? nil : banned
        applyRestrictions(of: session)
    }

    /// The ban that keeps everybody who comes from an address from playing; nil: there is none.
    func ban(around address: NetworkAddress) -> BanRecord? {
        let networks = bannedNetworks(around: address)
        guard !networks.isEmpty else { return nil }
        return moderation.bans(of: "", networks: Array(networks), at: wallClock()).first { $0.kind == .ban }
    }

    /// The ban that keeps somebody from the boards who comes from an address; nil: there is none.
    func ban(of session: LedgerSession, at address: NetworkAddress) -> BanRecord? {
        note(address, of: session.slot)
        let standing = standing(of: session)
        return standing.board.contains(.banned) ? standing.told : nil
    }
}

extension RestrictionDescription {
    /// A ban, as the person is told of it now.
    init(_ ban: BanRecord, at now: Int64) {
        self.init(
            kind: ban.kind == .mute ? .mute : .ban, reason: ban.reason, message: ban.message,
            endsInMillis: ban.until.map { max(1, $0 - now) }, appeal: ban.appeal)
    }
}

extension ErrorMessage {
    /// Why somebody may not be here as a player.
    static func banned(_ ban: BanRecord, at now: Int64) -> ErrorMessage {
        ErrorMessage(
            code: "banned", message: ban.message,
            restriction: RestrictionDescription(ban, at: now))
    }

    /// Why somebody is not heard.
    static func silenced(by ban: BanRecord?, at now: Int64) -> ErrorMessage {
        guard let ban else { return ErrorMessage(code: "muted", message: "You may not chat for now.") }
        var error = banned(ban, at: now)
        if ban.kind == .mute { error.code = "muted" }
        return error
    }
}
