import Wire

/// What the server has told, put together.
struct World: Sendable {
    /// Lines of the audit that are kept: more than fits on any screen, older ones are asked for.
    static let auditMax = 2_000
    /// Placements that are kept: what a pause of a few seconds may hide.
    static let feedMax = 500
    /// Of every other list: more than a server has, so that nothing that goes wrong there fills our memory.
    static let rowsMax = 100_000

    var host = ""
    var you = StaffPresence()
    var boards: [BoardNumbers] = []
    var health = HealthNumbers()
    var staff: [StaffPresence] = []
    var connections: [ConnectionRow] = []
    var connectionsMatching = 0
    var connectionsTotal = 0
    var reports: [ReportRecord] = []
    var areas: [AreaRecord] = []
    var bans: [BanRecord] = []
    var defence: [DefenceRecord] = []
    var watches: [WatchRecord] = []
    var signals = AttackSignals()
    /// Newest first.
    var audit: [AuditEntry] = []
    /// Newest first.
    var feed: [FeedLine] = []
    /// The server's clock when it told it, and ours then.
    private var serverAt: Int64 = 0
    private var heardAt: Millis = 0

    /// The server's clock now, in milliseconds since 1970.
    func clock(at now: Millis) -> Int64 {
        serverAt.addingReportingOverflow(max(0, now - heardAt)).partialValue
    }

    /// The numbers of a board.
    func board(_ name: String) -> BoardNumbers? {
        boards.first { $0.name == name }
    }

    /// How a board defends itself.
    func defence(of board: String) -> DefenceRecord? {
        defence.first { $0.board == board }
    }

    mutating func merge(_ state: LiveState, at now: Millis) {
        if let at = state.at { (serverAt, heardAt) = (min(max(at, 0), Moments.latest), now) }
        if let host = state.host { self.host = host }
        if let you = state.you { self.you = you }
        if let boards = state.boards { self.boards = Array(boards.prefix(Self.rowsMax)) }
        if let health = state.health { self.health = health }
        if let staff = state.staff { self.staff = Array(staff.prefix(Self.rowsMax)) }
        if let reports = state.reports { self.reports = Array(reports.prefix(Self.rowsMax)) }
        if let areas = state.areas { self.areas = Array(areas.prefix(Self.rowsMax)) }
        if let bans = state.bans { self.bans = Array(bans.prefix(Self.rowsMax)) }
        if let defence = state.defence { self.defence = Array(defence.prefix(Self.rowsMax)) }
        if let watches = state.watches { self.watches = Array(watches.prefix(Self.rowsMax)) }
        if let signals = state.signals { self.signals = signals }
        if let changes = state.connections { merge(changes) }
        if let audit = state.audit { merge(audit) }
        if let feed = state.feed { self.feed = Array((feed + self.feed).prefix(Self.feedMax)) }
    }

    private mutating func merge(_ changes: ConnectionChanges) {
        var rows: [String: ConnectionRow] = [:]
        for row in connections { rows[row.handle] = row }
        for row in changes.rows { rows[row.handle] = row }
        connections = changes.order.prefix(Self.rowsMax).compactMap { rows.removeValue(forKey: $0) }
        connectionsMatching = changes.matching
        connectionsTotal = changes.total
    }

    /// New lines, and old ones that say something else now.
    mutating func merge(_ lines: [AuditEntry]) {
        var known: [UInt64: AuditEntry] = [:]
        for line in audit { known[line.number] = line }
        for line in lines { known[line.number] = line }
        audit = Array(known.values.sorted { $0.number > $1.number }.prefix(Self.auditMax))
    }
}
