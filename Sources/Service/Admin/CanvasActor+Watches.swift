import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What is watched, and what it came to within the last ten minutes. Of everybody who places the last ten
// minutes are counted one by one; whom a watch is on is looked up when somebody asks. So a new watch has its
// hits at once.

extension CanvasActor {
    /// What is watched, with what it came to lately.
    func watches() -> [WatchRecord] {
        let hits = hitCounts()
        return moderation.watchList.map { record in
            var record = record
            record.hits = hits[record.number] ?? 0
            return record
        }
    }

    /// Placements within the last ten minutes of everybody whom a watch is on, by its number.
    private func hitCounts() -> [UInt64: Int] {
        let recent = botPicture.perTenMinutes
        var counts: [UInt64: Int] = [:]
        for watch in moderation.watchList {
            switch watch.kind {
            case .person:
                counts[watch.number] = sessions.session(id: watch.value).flatMap { recent[$0.player] }
            case .newcomers: counts[watch.number] = newcomerCount()
            case .network, .agent: break
            }
        }
        for (watch, players) in playersByWatch() {
            counts[watch] = players.reduce(0) { $0 + (recent[$1] ?? 0) }
        }
        return counts
    }

    /// What people placed who were newcomers then.
    private func newcomerCount() -> Int {
        botPicture.perTenMinutes.keys.reduce(0) { count, player in
            guard let session = sessions[PlayerSlot(number: player)] else { return count }
            let end = session.createdAtMillis + Self.newcomerMillis
            return count + botPicture.watch.perTenMinutes(of: player, before: end, at: botPicture.at)
        }
    }

    /// Those who placed lately and come from where, or are what, is watched. Labels and agents are compared
    /// once for each connection, however much is watched.
    private func playersByWatch() -> [UInt64: Set<UInt32>] {
        let networks = Dictionary(grouping: enforcement.watches.filter { $0.kind == .network }, by: \.label)
        let agents = enforcement.watches.filter { $0.kind == .agent }.map {
            ($0.number, $0.value.lowercased())
        }
        guard !networks.isEmpty || !agents.isEmpty else { return [:] }
        var players: [UInt64: Set<UInt32>] = [:]
        var watchesOfAgent: [UInt32: [UInt64]] = [:]
        for entry in recentEntries where botPicture.perTenMinutes[entry.player] != nil {
            if watchesOfAgent[entry.agent] == nil {
                let text = book.agents[entry.agent].text.lowercased()
                watchesOfAgent[entry.agent] = agents.filter { text.contains($0.1) }.map(\.0)
            }
            for watch in watchesOfAgent[entry.agent] ?? [] {
                players[watch, default: []].insert(entry.player)
            }
            guard !networks.isEmpty, !entry.isOfStaff else { continue }
            for scope in BanScope.allCases where scope.isOfNetwork {
                guard let watches = networks[entry.address.label(scope)] else { continue }
                let key = sessions.key(scope, around: entry.address)
                for watch in watches where watch.value == key {
                    players[watch.number, default: []].insert(entry.player)
                }
            }
        }
        return players
    }

    /// Connections that are live or left within the last ten minutes.
    var recentEntries: [BookEntry] {
        let reach = UInt32(SignalLimits.boardMillis / 1000)
        let now = book.seconds(at: loop.now)
        let departed = book.departed(at: loop.now).prefix { now - min(now, $0.leftSeconds) <= reach }
        return Array(book.live) + departed.map(\.entry)
    }

    /// Whether a watch is on a connection for where it comes from or what it is.
    func isWatched(_ entry: BookEntry, by watch: WatchRecord) -> Bool {
        switch watch.kind {
        case .person: return sessions.session(id: watch.value)?.player == entry.player
        case .network:
            // The label tells the width, and rules nearly everybody out without a hash.
            guard !entry.isOfStaff,
                let scope = BanScope.allCases.first(where: {
                    $0.isOfNetwork && entry.address.label($0) == watch.label
                })
            else { return false }
            return sessions.key(scope, around: entry.address) == watch.value
        case .agent:
            return book.agents[entry.agent].text.lowercased().contains(watch.value.lowercased())
        case .newcomers: return sessions[PlayerSlot(number: entry.player)].map { isNewcomer($0) } ?? false
        }
    }

    private func isNewcomer(_ session: LedgerSession) -> Bool {
        wallClock() - session.createdAtMillis < Self.newcomerMillis
    }
}
