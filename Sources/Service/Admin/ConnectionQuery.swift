import Wire

/// Which connections are asked for, and in which order.
struct ConnectionQuery: Equatable, Sendable {
    /// On this board; empty: on any.
    var board = ""
    var filter = RowFilter.all
    var sort = ConnectionSort()
    var limit = 100
    var isDepartedWanted = false

    init() {}

    /// Reads the query of a request.
    init(_ query: AdminQuery) throws(AdminError) {
        try self.init(
            board: query["board"] ?? "", filter: query["filter"] ?? "", sort: query["sort"] ?? "-perMinute",
            limit: query.integer("limit").map { Int(clamping: $0) } ?? 100,
            isDepartedWanted: query.isOn("departed"))
    }

    /// What a console shows.
    init(_ look: ConsoleLook) throws(AdminError) {
        try self.init(
            board: "", filter: look.filter, sort: look.sort, limit: look.limit,
            isDepartedWanted: look.isDepartedWanted)
    }

    private init(
        board: String, filter: String, sort: String, limit: Int, isDepartedWanted: Bool
    ) throws(AdminError) {
        self.board = board
        self.limit = min(max(0, limit), ConsoleLook.rowsMax)
        self.isDepartedWanted = isDepartedWanted
        guard let order = ConnectionSort(sort) else {
            throw AdminError(.badRequest, "There is no column \(SafeLine(sort)?.text ?? "") to sort by.")
        }
        self.sort = order
        do throws(RowFilterError) {
            self.filter = try RowFilter(filter, for: ConnectionRow.self)
        } catch {
            throw AdminError(.badRequest, "\(error.what): \(error.remedy)")
        }
    }
}

/// A column of connections that they are sorted by.
struct ConnectionSort: Equatable, Sendable {
    enum Column: String, CaseIterable, Sendable {
        case handle, id, name, role, board, network, addressHash, onMs, leftMs, perMinute, pixels, rttMs
        case queuedBytes, dropped, client, flags, score
    }

    /// What rows are compared by.
    enum Key: Comparable, Sendable {
        case number(Int64)
        case text(String)
    }

    var column = Column.perMinute
    var isDescending = true

    /// Those who place most come first.
    init() {}

    /// Reads the name of a column as the row has it, with `-` before it for the largest first.
    init?(_ text: String) {
        isDescending = text.hasPrefix("-")
        guard let column = Column(rawValue: String(isDescending ? text.dropFirst() : text[...])) else {
            return nil
        }
        self.column = column
    }

    func key(of row: ConnectionRow) -> Key {
        switch column {
        case .handle: .number(Int64(row.handle, radix: 16) ?? 0)
        case .id: .text(row.id)
        case .name: .text(row.name.lowercased())
        case .role: .text(row.role)
        case .board: .text(row.board)
        case .network: .text(row.network)
        case .addressHash: .text(row.addressHash)
        case .onMs: .number(row.onMillis)
        case .leftMs: .number(row.leftMillis ?? -1)
        case .perMinute: .number(Int64(row.perMinute))
        case .pixels: .number(Int64(row.pixels))
        case .rttMs: .number(Int64(row.roundTripMillis ?? -1))
        case .queuedBytes: .number(Int64(row.queuedBytes))
        case .dropped: .number(Int64(row.dropped))
        case .client: .text(row.client)
        case .flags: .text(row.flags.joined(separator: " "))
        case .score: .number(Int64(row.score))
        }
    }

    /// Whether a row with the one key stands before one with the other; rows of equal keys stand as they
    /// came.
    func precedes(_ one: (key: Key, handle: UInt32), _ other: (key: Key, handle: UInt32)) -> Bool {
        if one.key == other.key { return one.handle < other.handle }
        return isDescending ? one.key > other.key : one.key < other.key
    }
}
