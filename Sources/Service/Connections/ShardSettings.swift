import Canvas
import Session
import WebSocket

/// What every shard knows from the start and nobody changes.
struct ShardSettings: Sendable {
    let boards: [BoardSetting]
    let limits: Limits
    let allowedOrigins: [Origin]
    let proxies: TrustedProxies
    let door: Door
    /// nil: compression is not negotiated.
    let deflate: DeflatePolicy?
    let pages: WebPages
    let gates: ShardGates
    let health: ServerHealth
    /// nil: nothing is kept, and there is nothing to back up.
    var backups: BackupDesk?
    /// Knows who comes through the admin socket; nil where there is none.
    var staff: StaffDirectory?
    /// The numbers of `/metrics` are told to anybody.
    var hasPublicMetrics = false

    /// The number of a board by its name.
    func boardIndex(_ name: String) -> UInt16? {
        boards.firstIndex { $0.name.text == name }.map { UInt16($0) }
    }
}

/// A board as requests are checked against it.
struct BoardSetting: Sendable {
    let name: BoardName
    let shape: BoardShape
    /// Whether people may chat there.
    let hasChat: Bool
}

/// The codes that end a WebSocket from our side, beyond the ones that the frames themselves earn.
enum CloseCodes {
    static let goingAway: UInt16 = 1001
    static let tryAgainLater: UInt16 = 1013
    static let kicked: UInt16 = 4001
    static let banned: UInt16 = 4003
    static let replaced: UInt16 = 4004
    static let flooding: UInt16 = 4008
    static let tooSlow: UInt16 = 4009
}
