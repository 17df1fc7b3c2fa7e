import WebSocket

/// What a connection's clock asks for.
public enum SessionAlarm: Sendable, Equatable {
    /// A request took too long to arrive: answer 408 and end.
    case requestTimedOut
    /// Something was queued: send it.
    case queued
    /// A RESYNC that had to wait is due.
    case resync(ResyncClaim)
    /// Nothing was heard for too long. Drop it, unless bytes are still unsent to it.
    case silent
    /// The reader did not take its message in time: close with 4009 where that can be sent, else drop.
    case tooSlow
    /// Twice the allowed rate for too long: close with 4008.
    case flooding
    /// The end has been waited for long enough.
    case drop
}

extension SessionMachine {
    /// Called a few times a second. The rules of silence and slowness hold in every phase that can wait.
    public mutating func alarm(at now: Int64) -> SessionAlarm? {
        if let blockedSince, now - blockedSince >= Limits.messageMillisMax, phase != .ended {
            return .tooSlow
        }
        switch phase {
        case .reading: return readingAlarm(at: now)
        case .answering, .sending, .ended: return nil
        case .open: return openAlarm(at: now)
        case .settling:
            guard now - phaseBegunAt >= Limits.settlingMillisMax else { return nil }
            owedResults = 0
            conclude(now: now)
            return .queued
        case .closing: return now - phaseBegunAt >= Limits.lingerMillisMax ? .drop : nil
        case .lingering:
            // While its last answer is on its way the reader has the time of a message.
            return outbound.isEmpty && now - phaseBegunAt >= Limits.lingerMillisMax ? .drop : nil
        }
    }

    private mutating func readingAlarm(at now: Int64) -> SessionAlarm? {
        if !parser.isIdle || !hasServedRequest {
            guard now - phaseBegunAt >= Limits.requestMillisMax else { return nil }
            phase = .answering
            answerCloses = true
            return .requestTimedOut
        }
        return now - phaseBegunAt >= Limits.idleRequestMillisMax ? .drop : nil
    }

    private mutating func openAlarm(at now: Int64) -> SessionAlarm? {
        if budget.isFlooding { return .flooding }
        // Whoever is owed results may not have been listened to.
        let isSilent = now - lastHeardAt >= Limits.silenceMillisMax
        if isSilent, outbound.isEmpty, owedResults == 0 { return .silent }
        if now - lastPingAt >= Limits.pingEveryMillis, !outbound.isWithinMessage {
            lastPingAt = now
            awaitsPong = true
            outbound.appendPersonal { FrameWriter.appendHeader(opcode: .ping, payloadCount: 0, to: &$0) }
            return .queued
        }
        if let claim = waitingClaim, budget.canSpend(at: now), budget.spend(at: now) {
            waitingClaim = nil
            return .resync(claim)
        }
        return nil
    }

    /// The reader took no more bytes. Its time runs from the first moment on.
    public mutating func blocked(at now: Int64) {
        if blockedSince == nil { blockedSince = now }
    }

    /// A message was finished: the reader has its time again.
    public mutating func unblocked() {
        blockedSince = nil
    }
}
