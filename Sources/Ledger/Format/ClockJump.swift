internal import Canvas

/// Somebody set the wall clock. Charges are kept by it, since nothing else goes on while the machine is off:
/// those spent before are worth as much on the new clock only when they are moved along.
struct ClockJump: Equatable {
    /// Jumps of a board that are remembered: whoever's charges are older waits for nothing any more.
    static let countMax = 16
    /// Less is the clock's being put right.
    static let millisMin: Int64 = 1000

    /// The last change that was made before it.
    let afterSeq: UInt64
    /// By how much the clock went forward.
    let millis: Int64
}

extension LogHead {
    /// By how much the wall clock was set since the last transaction, going by the clock that counts since
    /// the machine was started; 0 if it was not, or if nobody can tell because the machine was started
    /// anew.
    func jumpMillis(to offset: Int64?, bootID: String) -> Int64 {
        guard bootID == self.bootID, !bootID.isEmpty, let offset, let earlier = wallOffsetMillis else {
            return 0
        }
        let (jump, overflows) = offset.subtractingReportingOverflow(earlier)
        return overflows || jump.magnitude < ClockJump.millisMin.magnitude ? 0 : jump
    }

    /// Notes where the clocks stand, and that the wall clock was set, if it was, before what is written now;
    /// `before` is how far the boards reached until then.
    mutating func note(jumpMillis jump: Int64, to offset: Int64?, before: [BoardName: Reach]) {
        wallOffsetMillis = offset ?? wallOffsetMillis
        guard jump != 0 else { return }
        for (name, reach) in before where boards[name]?.epoch == reach.epoch {
            boards[name]?.jumps.append(ClockJump(afterSeq: reach.seq, millis: jump))
            if reach.jumps.count == ClockJump.countMax { boards[name]?.jumps.removeFirst() }
        }
    }
}
