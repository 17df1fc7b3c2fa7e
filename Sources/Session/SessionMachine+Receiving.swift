import WebSocket
import Wire

extension SessionMachine {
    /// The next event of `buffer[cursor..<end]`; nil when all of it is consumed. PLACE messages, by far the
    /// most frequent, and UNDO are no events: they are appended to `orders` and reading goes on.
    public mutating func next(
        in buffer: inout [UInt8], at cursor: inout Int, until end: Int, now: Int64, orders: inout [PlaceOrder]
    ) -> SessionEvent? {
        lastHeardAt = now
        switch phase {
        case .open, .closing:
            return nextMessage(in: &buffer, at: &cursor, until: end, now: now, orders: &orders)
        case .reading:
            return nextRequest(in: buffer, at: &cursor, until: end, now: now)
        case .answering, .sending:
            held += buffer[cursor..<end]
            cursor = end
            return nil
        case .settling, .lingering, .ended:
            cursor = end
            return nil
        }
    }

    private mutating func nextRequest(
        in buffer: [UInt8], at cursor: inout Int, until end: Int, now: Int64
    ) -> SessionEvent? {
        let wasIdle = parser.isIdle
        let wasReadingBody = parser.isReadingBody
        do throws(HTTPError) {
            if let request = try parser.next(in: buffer, at: &cursor, until: end) {
                phase = .answering
                phaseBegunAt = now
                answerCloses = !request.keepsAlive
                return .request(request)
            }
        } catch {
            cursor = end
            phase = .answering
            answerCloses = true
            return .refusedRequest(error)
        }
        // The head has its time from its first byte, the body from the head's last.
        if wasIdle != parser.isIdle || wasReadingBody != parser.isReadingBody { phaseBegunAt = now }
        if parser.takeExpectsContinue() {
            outbound.appendPersonal { $0 += Array("HTTP/1.1 100 Continue\r\n\r\n".utf8) }
        }
        return nil
    }

    private mutating func nextMessage(
        in buffer: inout [UInt8], at cursor: inout Int, until end: Int, now: Int64, orders: inout [PlaceOrder]
    ) -> SessionEvent? {
        while cursor < end {
            if let range = webSocket?.nextSmallBinary(in: &buffer, at: &cursor, until: end) {
                if let event = binary(buffer, range, now: now, orders: &orders) { return event }
                continue
            }
            guard let event = webSocket?.next(in: &buffer, at: &cursor, until: end) else { return nil }
            let result: SessionEvent? =
                switch event {
                case .binary(.inPlace(let range)): binary(buffer, range, now: now, orders: &orders)
                case .binary(.assembled(let bytes)): binary(bytes, bytes.indices, now: now, orders: &orders)
                case .text(.inPlace(let range)): text(buffer, range, now: now)
                case .text(.assembled(let bytes)): text(bytes, bytes.indices, now: now)
                case .ping(.inPlace(let range)): ping(Array(buffer[range]), now: now)
                case .ping(.assembled(let bytes)): ping(bytes, now: now)
                case .pong: pong(now: now)
                case .close(let code, _): peerClosed(code, now: now)
                case .violation(let error): violated(error.closeCode, now: now)
                }
            if let result { return result }
        }
        return nil
    }

    private mutating func binary(
        _ bytes: [UInt8], _ range: Range<Int>, now: Int64, orders: inout [PlaceOrder]
    ) -> SessionEvent? {
        guard phase == .open else { return nil }
        // Consoles speak in texts alone.
        if isConsole { return violated(Self.unsupportedDataCode, now: now) }
        let isWithinBudget = budget.spend(at: now)
        do throws(WireError) {
            switch try ClientMessage.decode(bytes, range) {
            case .place(let message):
                owedResults += 1
                orders.append(
                    PlaceOrder(
                        connection: reference, player: player, board: board, isFlooding: !isWithinBudget,
                        message: message))
                return nil
            case .undo(let undo):
                owedResults += 1
                orders.append(
                    PlaceOrder(
                        connection: reference, player: player, board: board, isFlooding: !isWithinBudget,
                        isUndo: true,
                        message: PlaceMessage(colour: 0, x: undo.x, y: undo.y, tag: undo.tag)))
                return nil
            case .resync(let epoch, let seq):
                // The newest claim is the one that counts, whether it may go on now or has to wait.
                let claim = ResyncClaim(epoch: epoch, seq: seq)
                waitingClaim = isWithinBudget ? nil : claim
                return isWithinBudget ? .resync(claim) : nil
            }
        } catch {
            return violated(error.closeCode, now: now)
        }
    }

    /// RFC 6455, 7.4.1: data of a kind that is not taken here.
    private static let unsupportedDataCode: UInt16 = 1003

    private mutating func text(_ bytes: [UInt8], _ range: Range<Int>, now: Int64) -> SessionEvent? {
        guard phase == .open else { return nil }
        guard budget.spend(at: now) else { return .tooFast }
        do throws(TextMessageError) {
            if isConsole { return .console(try ConsoleMessage.decode(bytes, range)) }
            return .text(try TextMessage.decode(bytes, range))
        } catch {
            if let code = error.closeCode { return violated(code, now: now) }
            return .badText(error)
        }
    }

    /// A ping past the budget, or to a reader that does not take its answers, goes unanswered.
    private mutating func ping(_ payload: [UInt8], now: Int64) -> SessionEvent? {
        guard phase == .open, budget.spend(at: now), outbound.personalByteCount < Limits.personalBytesMax / 2
        else { return nil }
        outbound.appendPersonal {
            FrameWriter.appendHeader(opcode: .pong, payloadCount: payload.count, to: &$0)
            $0 += payload
        }
        return nil
    }

    private mutating func pong(now: Int64) -> SessionEvent? {
        _ = budget.spend(at: now)
        if awaitsPong {
            awaitsPong = false
            roundTrip = UInt16(clamping: min(now - lastPingAt, Int64(Self.unknownRoundTrip) - 1))
        }
        return nil
    }

    /// The peer's close: answered with its own code, if it has not had ours already.
    private mutating func peerClosed(_ code: UInt16?, now: Int64) -> SessionEvent? {
        left(CloseCause(isByPeer: true, code: code), now: now)
    }

    /// The peer broke a rule: it is told which, and nothing more of it is read.
    private mutating func violated(_ code: UInt16, now: Int64) -> SessionEvent? {
        left(CloseCause(isByPeer: false, code: code), now: now)
    }

    private mutating func left(_ cause: CloseCause, now: Int64) -> SessionEvent? {
        guard phase == .open else {
            linger(now: now)
            return nil
        }
        bid(.close(code: cause.code, reason: "", awaitsPeer: false), now: now)
        return .left(cause)
    }
}
