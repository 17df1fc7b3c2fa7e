import Canvas
import Reactor
import Session

/// A connection anywhere on this server, and the board it sees.
struct Attendance: Hashable, Sendable {
    let shard: UInt16
    let board: UInt16
    let connection: ConnectionReference
}

/// Who is connected, counted the ways that limits ask for.
struct Presence {
    private var networks: NetworkCounts
    private var perSession: [PlayerSlot: [Attendance]] = [:]
    /// Sessions with more than one connection.
    private(set) var companyCount = 0
    private let limits: Limits

    init(limits: Limits) {
        self.limits = limits
        networks = NetworkCounts(max: limits.connectionsPerAddress)
    }

    /// Counts one more connection of a network; false when it has all it may have.
    mutating func admit(_ network: NetworkKey) -> Bool {
        networks.admit(network)
    }

    mutating func dismiss(_ network: NetworkKey) {
        networks.dismiss(network)
    }

    /// Notes a session's newest connection; what comes back is its oldest, where it has too many now.
    mutating func arrive(_ attendance: Attendance, of player: PlayerSlot) -> Attendance? {
        perSession[player, default: []].append(attendance)
        if perSession[player]?.count == 2 { companyCount += 1 }
        guard limits.connectionsPerSession > 0, let all = perSession[player],
            all.count > limits.connectionsPerSession
        else { return nil }
        remove(all[0], of: player)
        return all[0]
    }

    mutating func leave(_ attendance: Attendance, of player: PlayerSlot) {
        remove(attendance, of: player)
    }

    private mutating func remove(_ attendance: Attendance, of player: PlayerSlot) {
        guard var all = perSession[player], let place = all.firstIndex(of: attendance) else { return }
        all.remove(at: place)
        if all.count == 1 { companyCount -= 1 }
        perSession[player] = all.isEmpty ? nil : all
    }

    /// Everybody who plays on a board, connection by connection.
    func players(on board: UInt16) -> [(player: PlayerSlot, attendance: Attendance)] {
        perSession.flatMap { player, attendances in
            attendances.filter { $0.board == board }.map { (player, $0) }
        }
    }

    /// Every connection of a session.
    func attendances(of player: PlayerSlot) -> [Attendance] {
        perSession[player] ?? []
    }
}
