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
    private var companyCount = 0
    /// Sessions that play as somebody of the staff, and as whom. They are as few as there are badges.
    private var worn: [PlayerSlot: PlayerSlot] = [:]
    /// Connections that play, or played a moment ago, as somebody else than their session. Whoever leaves
    /// says as whom, and not whose connection it was.
    private var lent: [Attendance: PlayerSlot] = [:]
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
        if worn[player] != nil { lent[attendance] = player }
        if perSession[player]?.count == 2 { companyCount += 1 }
        guard limits.connectionsPerSession > 0, let all = perSession[player],
            all.count > limits.connectionsPerSession
        else { return nil }
        remove(all[0], of: player)
        return all[0]
    }

    mutating func leave(_ attendance: Attendance, of player: PlayerSlot) {
        remove(attendance, of: lent.removeValue(forKey: attendance) ?? player)
    }

    private mutating func remove(_ attendance: Attendance, of player: PlayerSlot) {
        guard var all = perSession[player], let place = all.firstIndex(of: attendance) else { return }
        all.remove(at: place)
        if all.count == 1 { companyCount -= 1 }
        perSession[player] = all.isEmpty ? nil : all
    }

    /// Everybody who plays on a board, connection by connection.
    func players(on board: UInt16) -> [(player: PlayerSlot, attendance: Attendance)] {
        perSession.flatMap { session, attendances in
            let player = player(of: session)
            return attendances.filter { $0.board == board }.map { (player, $0) }
        }
    }

    /// Every connection that plays as that player.
    func attendances(of player: PlayerSlot) -> [Attendance] {
        guard !worn.isEmpty else { return perSession[player] ?? [] }
        let own = worn[player] == nil ? perSession[player] ?? [] : []
        return worn.reduce(into: own) { all, badge in
            if badge.value == player { all += perSession[badge.key] ?? [] }
        }
    }

    /// Whether anybody has more than one connection, which has to hear of what the other does.
    var hasCompany: Bool { companyCount > 0 || !worn.isEmpty }
}

// MARK: - Badges

extension Presence {
    /// As whom a session plays: as itself, or as somebody of the staff.
    func player(of session: PlayerSlot) -> PlayerSlot {
        worn.isEmpty ? session : worn[session] ?? session
    }

    /// A session plays as somebody of the staff from now on; nil: as itself. What comes back are its
    /// connections, which have to hear of it; none where it did so before.
    mutating func wear(_ staff: PlayerSlot?, _ session: PlayerSlot) -> [Attendance] {
        guard worn[session] != staff else { return [] }
        worn[session] = staff
        let attendances = perSession[session] ?? []
        for attendance in attendances { lent[attendance] = session }
        return attendances
    }
}
