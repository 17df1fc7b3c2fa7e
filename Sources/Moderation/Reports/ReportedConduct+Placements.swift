public import Wire

extension ReportedConduct {
    /// What somebody had done who made these placements within the last ten minutes, oldest first.
    public init(placements: [SeenPlacement]) {
        self.init()
        placed = placements.count
        periodMillis = Suspicion.periodMillis(of: placements.suffix(SignalLimits.placementsMax))
    }
}
