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
    private var perNetwork: [NetworkKey: Int] = [:]
    private var perSession: [PlayerSlot: [Attendance]] = [:]
    /// Sessions with more than one connection.
    private(set) var companyCount = 0
    private let limits: Limits

    init(limits: Limits) {
        self.limits = limits
    }

    /// Counts one more connection of a network; false when it has all it may have.
    mutating func admit(_ network: NetworkKey) -> Bool {
        let count = perNetwork[network, default: 0]
        if limits.connectionsPerAddress > 0, count >= limits.connectionsPerAddress { return false }
        perNetwork[network] = count + 1
        return true
    }

    mutating func dismiss(_ network: NetworkKey) {
        guard let count = perNetwork[network] else {
            preconditionFailure("nobody of that network was admitted")
        }
        perNetwork[network] = count == 1 ? nil : count - 1
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

    /// Every session that is connected.
    var players: some Collection<PlayerSlot> { perSession.keys }

    /// Every connection of a session.
    func attendances(of player: PlayerSlot) -> [Attendance] {
        perSession[player] ?? []
    }
}
