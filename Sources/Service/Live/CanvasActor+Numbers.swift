import Canvas
import Ledger
import Reactor
import Wire

// What there is to know of the server, for its health and for `/metrics`.

extension CanvasActor {
    /// Begins to look at the numbers once a second.
    func followNumbers() {
        secondPassed()
    }

    private func secondPassed() {
        numbers.secondPassed(
            SecondFigures(
                seqs: boards.map { $0.board.shown.seq }, connectionCount: book.liveCount,
                queuedBytes: survey.isWanted(at: loop.now) ? survey.queuedBytes : 0,
                processorMicros: SystemUsage.processorMicros, logBytes: meter?.logByteCount))
        consoles.second &+= 1
        _ = loop.schedule(at: loop.now + 1000) { [unowned self] in assumeIsolated { $0.secondPassed() } }
    }

    /// Placements that wait for the ledger.
    var undecidedCount: Int {
        boards.reduce(0) { $0 + $1.undecidedCount }
    }

    /// The boards, in short.
    func boardNumbers() -> [BoardNumbers] {
        zip(boards, numbers.boards).map { hosted, counted in
            var board = BoardNumbers()
            board.name = hosted.name.text
            board.width = hosted.board.shown.shape.width
            board.height = hosted.board.shown.shape.height
            board.epoch = hosted.epoch
            board.seq = hosted.board.shown.seq
            board.online = hosted.online.count
            board.rates = counted.rates.values
            board.perSecond = counted.rates.newest
            let rules = hosted.board.rules
            board.cooldownMillis = rules.cooldownMillis
            board.chargesMax = Int(rules.chargesMax)
            board.baseCooldownMillis = hosted.ruleBook.kept.cooldownMillis
            board.baseChargesMax = Int(hosted.ruleBook.kept.chargesMax)
            board.state = rules.state.rawValue
            return board
        }
    }

    /// How the server is. What the shards have to say of it comes from the last survey.
    func health() -> HealthNumbers {
        var health = HealthNumbers()
        let broadcasts = numbers.recentBroadcasts
        health.connections = book.liveCount
        health.connectionsPeak = book.liveMax
        health.joinsPerMinute = numbers.joinSeconds.sum
        health.leavesPerMinute = numbers.leaveSeconds.sum
        health.results = numbers.resultList
        health.broadcastMedianMicros = Int(broadcasts.micros(percent: 50))
        health.broadcastSlowMicros = Int(broadcasts.micros(percent: 99))
        health.framesPerSecond = numbers.frameSeconds.newest
        health.frameBytes = numbers.frameByteSeconds.sum / max(1, numbers.frameSeconds.sum)
        health.queuedBytes = survey.queuedBytes
        health.slowConnections = survey.slowCount
        health.dropped = Int(clamping: survey.droppedEver)
        health.processorPercent = numbers.processorSeconds.newest
        health.residentBytes = SystemUsage.residentBytes
        health.undecided = undecidedCount
        health.undecidedPeak = numbers.undecidedMax
        health.connectionRates = numbers.connectionSeconds.values
        health.broadcastRates = numbers.broadcastSeconds.values
        health.queuedRates = numbers.queuedSeconds.values
        health.processorRates = numbers.processorSeconds.values
        addStorage(to: &health)
        return health
    }

    private func addStorage(to health: inout HealthNumbers) {
        health.logRates = numbers.logSeconds.values
        health.logBytesPerHour = numbers.logSpans.all.reduce(0, +) * 6
        health.storage =
            switch storage {
            case .ready: "ready"
            case .full: "full"
            case .failed: "failed"
            }
        if let snapshot = numbers.snapshot {
            health.snapshotMillis = loop.now - snapshot.at
            health.snapshotBytes = Int64(snapshot.byteCount)
            health.snapshotTookMillis = snapshot.tookMillis
        }
        guard let meter else { return }
        health.syncSlowMicros = Int(DurationHistogram(meter.syncTimes).micros(percent: 99))
        health.freeBytes = meter.freeBytes ?? 0
        health.backupMillis = meter.backedUpAtMillis.map { max(0, wallClock() - $0) }
    }
}
