import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

/// The people and the boards as they are while something is decided. It is made for one decision, and what it
/// looks up once it remembers: an act may name two hundred people.
final class LiveWorld: ModerationWorld {
    private let sessions: SessionRegistry
    private let presence: Presence
    private let book: ConnectionBook
    private let hosted: [HostedBoard]
    private let rates: [Int]
    private let consoles: ConsoleRoom
    private let moderation: ModerationBook
    private let badgeLinks: BadgeLinks
    private let now: Int64
    private let wallMillis: Int64
    /// Where each player comes from: the newest live connection, or else the one that left last.
    private lazy var addresses: [UInt32: NetworkAddress] = findAddresses()
    private var networks: [NetworkAddress: [BanScope: NetworkFacts]] = [:]

    init(_ canvas: isolated CanvasActor) {
        sessions = canvas.sessions
        presence = canvas.presence
        book = canvas.book
        hosted = canvas.boards
        rates = canvas.numbers.boards.map(\.rates.newest)
        consoles = canvas.consoles
        moderation = canvas.moderation
        badgeLinks = canvas.badgeLinks
        now = canvas.loop.now
        wallMillis = canvas.wallClock()
    }

    private func findAddresses() -> [UInt32: NetworkAddress] {
        var addresses: [UInt32: NetworkAddress] = [:]
        for entry in book.live where !entry.isOfStaff { addresses[entry.player] = entry.address }
        for departed in book.departed(at: now)
        where !departed.entry.isOfStaff && addresses[departed.entry.player] == nil {
            addresses[departed.entry.player] = departed.entry.address
        }
        return addresses
    }

    private func networks(around address: NetworkAddress) -> [BanScope: NetworkFacts] {
        if let known = networks[address] { return known }
        let found = sessions.networks(around: address)
        networks[address] = found
        return found
    }

    private func facts(of session: LedgerSession) -> PersonFacts {
        // Of somebody who never held a connection only the hash of where the session was opened is known; of
        // one that was opened through the admin socket nothing is, for nobody comes from there.
        let opened = NetworkFacts(key: session.address.text, label: "where \(session.name) began")
        let isFromNowhere = session.address == sessions.key(of: NetworkKey(NetworkAddress(high: 0, low: 0)))
        return PersonFacts(
            id: session.id, name: session.name, player: session.slot, createdAt: session.createdAtMillis,
            live: presence.attendances(of: session.slot).count,
            networks: addresses[session.player].map { networks(around: $0) }
                ?? (isFromNowhere ? [:] : [.address: opened]),
            staff: moderation.staffUser(of: UInt64(session.player)))
    }

    func person(id: String) -> PersonFacts? {
        sessions.session(id: id).map { facts(of: $0) }
    }

    func person(handle: String) -> PersonFacts? {
        guard let number = BookEntry.handle(handle) else { return nil }
        let entry =
            book.live.first { $0.handle == number }
            ?? book.departed(at: now).first { $0.entry.handle == number }?.entry
        return entry.flatMap { sessions[PlayerSlot(number: $0.player)] }.map { facts(of: $0) }
    }

    func people(named name: String) -> [PersonFacts] {
        if let number = moderation.staffNumber(called: name) {
            let player = PlayerSlot(number: UInt32(truncatingIfNeeded: number))
            return sessions[player].map { [facts(of: $0)] } ?? []
        }
        return sessions.newestFirst.filter { $0.name == name }.map { facts(of: $0) }
    }

    func people(inNetwork key: String) -> [PersonFacts] {
        var players: Set<UInt32> = []
        var found: [PersonFacts] = []
        for entry in book.live where !entry.isOfStaff && !players.contains(entry.player) {
            guard let session = sessions[PlayerSlot(number: entry.player)],
                networks(around: entry.address).values.contains(where: { $0.key == key })
            else { continue }
            players.insert(entry.player)
            found.append(facts(of: session))
        }
        return found
    }

    func network(called text: String) -> NetworkFacts? {
        if let address = Self.writtenSubnet(text) { return sessions.network(.subnet, around: address) }
        let live = book.live.lazy.map(\.address)
        if let found = network(called: text, among: live) { return found }
        return network(called: text, among: book.departed(at: now).lazy.map(\.entry.address))
    }

    /// Reads `10.2.0.0/16` or `2a01:e0:1::/48`. A narrower network is none that may be asked for: what people
    /// did there would tell their addresses to somebody who may not see them.
    private static func writtenSubnet(_ text: String) -> NetworkAddress? {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let address = NetworkAddress(halves[0]), let bits = Int(halves[1]) else {
            return nil
        }
        let subnetBits = NetworkAddress.bitCount(of: .subnet, isIPv4: address.isIPv4)
        return bits == subnetBits - (address.isIPv4 ? 96 : 0) ? address : nil
    }

    private func network(
        called text: String, among addresses: some Sequence<NetworkAddress>
    ) -> NetworkFacts? {
        // Labels are cheap, keys are not: they are made of those that are asked for.
        let isKey = text.utf8.count == 32
        for address in addresses where address != NetworkAddress(high: 0, low: 0) {
            if isKey {
                if let found = networks(around: address).values.first(where: { $0.key == text }) {
                    return found
                }
            } else {
                for scope in BanScope.allCases where scope.isOfNetwork && address.label(scope) == text {
                    return sessions.network(scope, around: address)
                }
            }
        }
        return nil
    }

    func board(_ name: String) -> BoardFacts? {
        let name = name.isEmpty ? Route.mainBoard : name
        guard let index = hosted.firstIndex(where: { $0.name.text == name }) else { return nil }
        let board = hosted[index]
        return BoardFacts(
            name: board.name.text, shape: board.board.shown.shape, epoch: board.epoch,
            online: board.online.count, pixelsPerSecond: rates[index], rules: board.configuredRules)
    }

    func peopleThere(board name: String, area: BoardRectangle, since: Int64) -> Int {
        guard let board = hosted.first(where: { $0.name.text == name }) else { return 0 }
        let width = board.board.shown.shape.width
        var players: Set<PlayerSlot> = []
        for row in Int(area.y)..<Int(area.y) + Int(area.height) {
            let start = row * width + Int(area.x)
            for origin in board.board.origins[start..<start + Int(area.width)]
            where origin.player != .none && origin.timeMillis >= since {
                players.insert(origin.player)
            }
        }
        return players.count
    }

    func peopleYounger(thanMillis millis: Int64, board name: String) -> Int {
        guard let board = hosted.first(where: { $0.name.text == name }) else { return 0 }
        var players: Set<UInt32> = []
        for entry in book.live where entry.attendance.board == board.index {
            guard let session = sessions[PlayerSlot(number: entry.player)] else { continue }
            if wallMillis - session.createdAtMillis < millis { players.insert(entry.player) }
        }
        return players.count
    }

    func lookers(atPeople people: [String], report: UInt64?) -> [String] {
        consoles.lookers(atPeople: people, report: report)
    }

    func badgesOffered(to user: String) -> Int {
        badgeLinks.count(of: user, at: now)
    }

    func chatLine(board name: String, number: UInt64) -> PersonName? {
        hosted.first { $0.name.text == name }?.chat.line(number: number).map {
            PersonName(id: $0.from, name: $0.name)
        }
    }
}
