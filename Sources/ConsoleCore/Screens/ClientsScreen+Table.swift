import Cells
import Wire

extension ClientsScreen {
    /// At 80 columns.
    static let narrowTable = table(
        header: "  SESS NAME      NET        ON   PX/M   PX  RTT QUEUED DROP FLAGS",
        places: [
            .session: (2, 4), .name: (7, 9), .net: (17, 9), .on: (27, 4), .rate: (31, 6), .pixels: (37, 6),
            .roundTrip: (43, 5), .queued: (48, 7), .dropped: (55, 4), .flags: (61, 80),
        ])

    /// At 140 columns.
    static let wideTable = table(
        header:
            "  SESS NAME        NET             ON     PX/M  PX       RTT  QUEUED  DROP  RATE 60 s        "
            + "CLIENT         FLAGS",
        places: [
            .session: (2, 4), .name: (7, 11), .net: (19, 15), .on: (35, 4), .rate: (39, 7), .pixels: (46, 7),
            .roundTrip: (53, 7), .queued: (60, 8), .dropped: (68, 6), .rates: (77, 10), .client: (90, 14),
            .flags: (105, 80),
        ])

    /// Columns, by what they are called in the order of the list.
    private enum Column: String {
        case session = "sess"
        case name
        case net
        case on
        case rate = "px/m"
        case pixels = "px"
        case roundTrip = "rtt"
        case queued
        case dropped = "drop"
        case rates
        case client
        case flags
    }

    /// What the server calls a column that rows are sorted by.
    private static let sortNames: [String: String] = [
        "sess": "handle", "name": "name", "net": "network", "on": "onMs", "px/m": "perMinute", "px": "pixels",
        "rtt": "rttMs", "queued": "queuedBytes", "drop": "dropped", "client": "client", "flags": "flags",
    ]

    /// What the server has to sort by.
    static func sortWord(_ sort: ListSort?) -> String {
        guard let sort, let name = sortNames[sort.column] else { return "-perMinute" }
        return (sort.isDescending ? "-" : "") + name
    }

    private static func table(header: CellText, places: [Column: (Int, Int)]) -> ListTable<ConnectionRow> {
        // The server sorts; this only says that a column is one to sort by.
        let isBefore: @Sendable (ConnectionRow, ConnectionRow) -> Bool = { $0.handle < $1.handle }
        let inOrder = places.sorted { $0.value.0 < $1.value.0 }
        let columns = inOrder.map { entry -> ListColumn<ConnectionRow> in
            let column = entry.key
            return ListColumn<ConnectionRow>(
                column.rawValue, x: entry.value.0, headerX: headerX(column, entry.value.0),
                width: entry.value.1, alignment(column),
                text: { row, model in text(column, row, model, columnsMax: entry.value.1) },
                order: column == .rates ? nil : isBefore)
        }
        var table = ListTable<ConnectionRow>(
            name: .clients, header: header, columns: columns, identity: { $0.handle }, hasTagColumn: true)
        table.isGreyed = { row, _ in row.leftMillis != nil }
        return table
    }

    /// Two words of the header begin left of what stands below them.
    private static func headerX(_ column: Column, _ x: Int) -> Int {
        column == .rates || (column == .flags && x == 61) ? x - 1 : x
    }

    private static func alignment(_ column: Column) -> CellText.Alignment {
        switch column {
        case .session, .name, .net, .on, .rates, .client, .flags: .left
        case .rate, .pixels, .roundTrip, .queued, .dropped: .right
        }
    }

    private static func text(
        _ column: Column, _ row: ConnectionRow, _ model: ConsoleModel, columnsMax: Int
    ) -> CellText {
        switch column {
        case .session: CellText(row.handle)
        case .name: name(row, columnsMax: columnsMax)
        case .net: CellText(row.network)
        case .on: CellText(Moments.hours(row.onMillis))
        case .rate: "\(row.perMinute)"
        case .pixels: "\(row.pixels)"
        case .roundTrip: row.roundTripMillis.map { "\($0)" } ?? "-"
        case .queued: "\(max(0, row.queuedBytes) / 1000)K"
        case .dropped: "\(row.dropped)"
        // Alike for all rows: one a second is a full bar.
        case .rates: Sparkline.text(row.rates, columns: 10, isZeroBlank: true, peakMin: 6)
        case .client: CellText(row.client)
        case .flags: CellText(flags(row))
        }
    }

    /// Who somebody is. That they are staff is among the flags too, so that it goes before the name does.
    private static func name(_ row: ConnectionRow, columnsMax: Int) -> CellText {
        let name = CellText(
            row.name.isEmpty ? (row.id.isEmpty ? "(spectator)" : String(row.id.prefix(8))) : row.name)
        guard row.role == "moderator" else { return name }
        let whole = name + " (mod)"
        return whole.width <= columnsMax ? whole : name
    }

    private static func flags(_ row: ConnectionRow) -> String {
        let left = row.leftMillis.map { ["LEFT \(Moments.rough($0))"] } ?? []
        return (left + row.flags).joined(separator: " ")
    }
}
