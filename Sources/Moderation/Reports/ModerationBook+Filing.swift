import Canvas
public import Wire

/// Why a player's report was not taken.
public enum ReportRefused: Error, Equatable, Sendable {
    /// It says no place, no rule or too much; in words.
    case badRequest(String)
    /// Nobody placed that pixel.
    case nobody
    /// Nobody reports themselves.
    case ownPixel
    /// More are open than staff could read.
    case tooMany
}

/// What became of a player's report.
public enum ReportRuling: Sendable {
    /// It is taken, under that number.
    case filed(Decision, number: UInt64)
    /// The same person has reported the same before.
    case already(number: UInt64, state: ReportRecord.State)
}

extension ModerationBook {
    /// What becomes of a player's report of who placed a pixel. What lies near and is by the same author is
    /// one report, however many make it.
    public func report(
        _ request: ReportRequest, on board: BoardFacts, by reporter: PersonFacts, about author: PersonFacts?,
        evidence: Evidence?, at now: Int64
    ) throws(ReportRefused) -> ReportRuling {
        guard let x = request.x.flatMap({ Int(exactly: $0) }),
            let y = request.y.flatMap({ Int(exactly: $0) }),
            board.shape.contains(x: x, y: y)
        else { throw .badRequest("There is no such pixel.") }
        guard let rule = request.rule else { throw .badRequest("Which rule was broken?") }
        let text = SafeLine(request.text)?.text ?? ""
        guard text.unicodeScalars.count <= ReportRequest.textCharactersMax else {
            throw .badRequest("Words are at most \(ReportRequest.textCharactersMax) characters.")
        }
        guard rule != .other || !text.isEmpty else {
            throw .badRequest("What is the matter? Say it in words.")
        }
        guard let author else { throw .nobody }
        guard author.id != reporter.id else { throw .ownPixel }
        var new = Reporter()
        new.id = reporter.id
        new.name = reporter.name
        new.text = text
        new.at = now
        if let near = openReport(on: board.name, about: author.id, nearX: x, y: y) {
            return join(near, new, at: now)
        }
        guard reports.values.count(where: { !$0.state.isClosed }) < ModerationLimits.openReportsMax else {
            throw .tooMany
        }
        var draft = Draft(self, by: "", now: now, isDryRun: false)
        var record = ReportRecord()
        record.number = draft.newNumber(.report)
        record.board = board.name
        record.x = x
        record.y = y
        record.person = author.id
        record.name = author.name
        record.rule = rule
        record.reporters = [new]
        record.at = now
        // Staff does not judge itself.
        record.isEscalated = author.staff != nil
        record.evidence = evidence.map(Self.bounded)
        draft.put(.report(record))
        forgetClosed(in: &draft)
        guard let decision = try? draft.finished() else { throw .tooMany }
        return .filed(decision, number: record.number)
    }

    private func join(_ near: ReportRecord, _ reporter: Reporter, at now: Int64) -> ReportRuling {
        guard !near.reporters.contains(where: { $0.id == reporter.id }),
            near.reporters.count < ModerationLimits.reportersMax
        else { return .already(number: near.number, state: near.state) }
        var draft = Draft(self, by: "", now: now, isDryRun: false)
        var record = near
        record.reporters.append(reporter)
        draft.put(.report(record))
        guard let decision = try? draft.finished() else {
            return .already(number: near.number, state: near.state)
        }
        return .filed(decision, number: near.number)
    }

    private func openReport(on board: String, about person: String, nearX x: Int, y: Int) -> ReportRecord? {
        reports.values.filter { record in
            !record.state.isClosed && record.board == board && record.person == person
                && abs(record.x - x) <= ModerationLimits.mergePixels
                && abs(record.y - y) <= ModerationLimits.mergePixels
        }.min { $0.number < $1.number }
    }

    /// The closed reports that have to make room: those that were made first.
    private func forgetClosed(in draft: inout Draft) {
        let closed = reports.values.filter(\.state.isClosed)
        let excess = closed.count - ModerationLimits.closedReportsMax
        guard excess > 0 else { return }
        for record in closed.sorted(by: { $0.number < $1.number }).prefix(excess) {
            draft.remove(DocumentKey(.report, record.number))
        }
    }

    /// The evidence as far as it has its place: people beyond are nobody.
    private static func bounded(_ evidence: Evidence) -> Evidence {
        var evidence = evidence
        let digits = Evidence.sideMax * Evidence.sideMax
        evidence.colours = String(evidence.colours.prefix(2 * digits))
        let authors = Array(evidence.authors.utf8.prefix(4 * digits))
        guard evidence.people.count > ModerationLimits.evidencePeopleMax else {
            evidence.authors = String(decoding: authors, as: UTF8.self)
            return evidence
        }
        evidence.people = Array(evidence.people.prefix(ModerationLimits.evidencePeopleMax))
        var kept: [UInt8] = []
        for start in stride(from: 0, to: authors.count - authors.count % 4, by: 4) {
            let four = authors[start..<start + 4]
            let place = Int(String(decoding: four, as: UTF8.self), radix: 16) ?? 0
            kept += place <= evidence.people.count ? Array(four) : Array("0000".utf8)
        }
        evidence.authors = String(decoding: kept, as: UTF8.self)
        return evidence
    }
}

extension BoardRectangle {
    /// Whether the place of a report lies in it.
    func contains(_ record: ReportRecord) -> Bool {
        guard let x = UInt16(exactly: record.x), let y = UInt16(exactly: record.y) else { return false }
        return contains(x: x, y: y)
    }
}
