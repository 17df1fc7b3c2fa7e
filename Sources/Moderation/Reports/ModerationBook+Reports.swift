public import Wire

extension ModerationBook {
    /// The reports that are open, the newest first, without their evidence.
    public func openReports(at now: Int64) -> [ReportRecord] {
        reports(at: now).filter { !$0.state.isClosed }
    }

    /// All reports that are kept, the newest first, without their evidence.
    public func reports(at now: Int64) -> [ReportRecord] {
        reports.values.sorted { $0.number > $1.number }.map { record in
            var record = told(record, at: now)
            record.evidence = nil
            return record
        }
    }

    /// A report with its evidence.
    public func report(_ number: UInt64, at now: Int64) -> ReportRecord? {
        reports[number].map { told($0, at: now) }
    }

    /// What a player reported, the newest first.
    public func ownReports(of person: String) -> [OwnReport] {
        let own = reports.values.compactMap { record -> OwnReport? in
            guard let reporter = record.reporters.first(where: { $0.id == person }) else { return nil }
            var own = OwnReport()
            own.id = String(record.number)
            own.x = record.x
            own.y = record.y
            own.rule = record.rule
            own.state = record.state
            own.at = reporter.at
            return own
        }
        return Array(own.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(ModerationLimits.ownReportsMax))
    }

    /// How many hundredths of somebody's closed reports led to something; nil: there are none.
    public func trust(of person: String) -> Int? {
        trusts[person].map { $0.acted * 100 / $0.closed }
    }

    /// The report as it is told: with what is known of who made it, and without a claim that has lapsed.
    private func told(_ record: ReportRecord, at now: Int64) -> ReportRecord {
        var record = record
        for place in record.reporters.indices {
            record.reporters[place].trust = trust(of: record.reporters[place].id)
        }
        if holder(of: record, at: now) == nil {
            record.claimedBy = ""
            record.claimedAt = nil
        }
        return record
    }

    /// Who has a report in hand.
    func holder(of record: ReportRecord, at now: Int64) -> String? {
        guard !record.claimedBy.isEmpty, let claimedAt = record.claimedAt else { return nil }
        let renewedAt = max(claimedAt, renewedClaims[record.number] ?? .min)
        return renewedAt > now - ModerationLimits.claimMillis ? record.claimedBy : nil
    }
}
