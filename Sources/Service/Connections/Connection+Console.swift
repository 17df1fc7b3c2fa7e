import Moderation
import Reactor
import Session
import WebSocket
import Wire

// A connection that is a console of the staff: `/admin/ws`. What it is told, the canvas makes; here is seen
// that it has taken the one message before it is told the next.

extension Connection {
    static let consoleSubprotocol = "toile.admin.v1"

    /// Answers a wish for a console.
    func openConsole(_ request: HTTPRequest, of member: StaffMember) {
        switch ServerHandshake.read(request) {
        case .notAnUpgrade, .wrongVersion: respond(.upgradeRequired)
        case .badRequest(let reason):
            respond(.error(400, "bad-request", "The WebSocket handshake is not valid: \(reason)."))
        case .offer(let offer):
            let subprotocol = offer.subprotocols.first { $0 == Self.consoleSubprotocol }
            machine.upgrade(
                response: ServerHandshake.response(to: offer, subprotocol: subprotocol, deflate: nil),
                deflate: nil, pool: nil, player: UInt32.max, board: 0, isConsole: true, now: shard.loop.now)
            admin?.hasConsole = true
            let reference = reference
            shard.tell { $0.openConsole(reference, of: member) }
            resumeReading()
            needsFlush()
            if shard.isClosing { endDraining() }
        }
    }

    /// The console is gone, by whichever side.
    func closeConsole() {
        guard let admin, admin.hasConsole else { return }
        admin.hasConsole = false
        let reference = reference
        shard.tell { $0.closeConsole(reference) }
    }

    /// A console said something.
    func handle(_ message: ConsoleMessage) {
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        switch message {
        case .look(let look):
            shard.ask(
                { $0.look(look, by: reference) },
                then: { shard, error in
                    guard let error else { return }
                    let message = ErrorMessage(code: error.code.rawValue, message: error.message)
                    shard.sendText(message.bytes, to: reference)
                })
        case .ask(let ask):
            shard.tell { canvas in
                canvas.answer(ask, of: reference) { answer in
                    gate.perform { $0.sendText(answer.bytes, to: reference) }
                }
            }
        }
    }

    /// The canvas has news. They are made only if everything said before is with the console, and not in any
    /// buffer on the way.
    func askForNews() {
        guard machine.isOpen, admin?.hasConsole ?? false, !isBlocked, machine.outbound.isEmpty,
            socket.unsentByteCount == 0
        else { return }
        let reference = reference
        shard.tell { $0.tellNews(to: reference) }
    }

    /// The one message on its way to a console.
    func sendNews(_ message: [UInt8]) {
        machine.sendText(message)
        needsFlush()
    }
}
