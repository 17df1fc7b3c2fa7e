import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// The book of connections as moderators read it.

/// A connection of the book, live or departed.
struct ListedConnection {
    let entry: BookEntry
    /// nil: it is live.
    let leftSeconds: UInt32?
    /// What its shard said of it last.
    let figures: ConnectionFigures?
}

extension CanvasActor {
    /// The connections that are asked for. Whatever is compared for all of them is looked up first; what
    /// costs more, such as hashes, only for those that are told.
    func connections(_ query: ConnectionQuery) -> ConnectionList {
        var matching: [(listed: ListedConnection, key: ConnectionSort.Key)] = []
        var total = 0
        for listed in listedConnections(isDepartedWanted: query.isDepartedWanted) {
            let needsHash = query.sort.column == .addressHash || query.filter.text.contains("hash")
            let row = row(of: listed, isWhole: needsHash)
            guard query.board.isEmpty || row.board == query.board else { continue }
            total += 1
            if query.filter.isEmpty || query.filter.matches(row) {
                matching.append((listed, query.sort.key(of: row)))
            }
        }
        matching.sort {
            query.sort.precedes(($0.key, $0.listed.entry.handle), ($1.key, $1.listed.entry.handle))
        }
        var list = ConnectionList()
        list.matching = matching.count
        list.total = total
        list.connections = matching.prefix(query.limit).map { row(of: $0.listed, isWhole: true) }
        return list
    }

    /// Live ones, then those that left.
    func listedConnections(isDepartedWanted: Bool) -> [ListedConnection] {
        var all: [ListedConnection] = []
        all.reserveCapacity(book.liveCount)
        for (place, entry) in book.places {
            all.append(
                ListedConnection(
                    entry: entry, leftSeconds: nil, figures: survey.figures(of: entry, at: place)))
        }
        if isDepartedWanted {
            for departed in book.departed(at: loop.now) {
                all.append(
                    ListedConnection(
                        entry: departed.entry, leftSeconds: departed.leftSeconds, figures: nil))
            }
        }
        return all
    }

    /// A row of the list. What takes long to make is left out unless the row is to be told.
    func row(of listed: ListedConnection, isWhole: Bool) -> ConnectionRow {
        let entry = listed.entry
        let session = sessions[PlayerSlot(number: entry.player)]
        var row = ConnectionRow()
        row.handle = entry.handleText
        row.id = session?.id ?? ""
        // A console has no player: it is called what the system calls who sits there.
        row.name = session?.name ?? book.staffUser(of: entry) ?? ""
        let isOfStaff = entry.isOfStaff || session.map { isStaff($0) } ?? false
        row.role = isOfStaff ? "moderator" : session == nil ? "spectator" : "player"
        row.board = boards[Int(entry.attendance.board)].name.text
        row.network = entry.isOfStaff ? "" : entry.address.masked
        let now = loop.now
        let joinedAt = book.time(ofSeconds: entry.joinedSeconds)
        let endedAt = listed.leftSeconds.map { book.time(ofSeconds: $0) }
        row.onMillis = max(0, (endedAt ?? now) - joinedAt)
        row.leftMillis = endedAt.map { max(0, now - $0) }
        row.client = book.agents[entry.agent].summary
        if let figures = listed.figures {
            row.roundTripMillis = figures.roundTripMillis
            row.queuedBytes = figures.queuedBytes
            row.dropped = figures.dropped
        }
        if let session {
            row.perMinute = botPicture.perMinute[entry.player] ?? 0
            row.pixels = botPicture.watch.total(of: entry.player)
            row.score = botPicture.score(of: entry.player)
            row.flags = flags(of: session)
        }
        if !row.flags.contains("WATCH"), enforcement.watches.contains(where: { isWatched(entry, by: $0) }) {
            row.flags.append("WATCH")
        }
        if listed.figures?.isBehind ?? false { row.flags.append("SLOW") }
        if entry.isOfStaff, !row.flags.contains("MOD") { row.flags.append("MOD") }
        if isWhole {
            row.addressHash =
                entry.isOfStaff ? "" : String(sessions.key(.address, around: entry.address).prefix(4))
            row.rates = session == nil ? [] : botPicture.watch.spans(of: entry.player, at: botPicture.at)
        }
        return row
    }

    /// What speaks against somebody, as words.
    func flags(of session: LedgerSession) -> [String] {
        var flags = (botPicture.signals[session.player] ?? [])
            .filter { $0.score >= Self.flagScoreMin }.map { $0.code.uppercased() }
        flags += standingFlags(of: session)
        if wallClock() - session.createdAtMillis < Self.newcomerMillis { flags.append("NEW") }
        return flags
    }

    /// A sign that says less than this is no flag.
    static var flagScoreMin: Int { 30 }
    /// So long somebody is new.
    static var newcomerMillis: Int64 { 300_000 }
}

extension BookEntry {
    /// It came through the admin socket, where there are no addresses.
    var isOfStaff: Bool { address == NetworkAddress(high: 0, low: 0) }
}
