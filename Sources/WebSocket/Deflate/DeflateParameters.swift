/// What both sides agreed on for `permessage-deflate` (RFC 7692).
public struct DeflateParameters: Equatable, Sendable {
    /// The server begins every message with an empty window.
    public var serverNoContextTakeover: Bool
    /// The client begins every message with an empty window.
    public var clientNoContextTakeover: Bool
    /// The server looks back at most two to the power of this many bytes: 8 to 15.
    public var serverMaxWindowBits: Int { didSet { DeflateParameters.check(serverMaxWindowBits) } }
    /// The client looks back at most two to the power of this many bytes: 8 to 15.
    public var clientMaxWindowBits: Int { didSet { DeflateParameters.check(clientMaxWindowBits) } }
    /// The client named `server_max_window_bits`, so the answer must name it too, whatever its value.
    var mustNameServerWindow = false

    /// The defaults are those of the RFC: windows of 32 KiB that live as long as the connection.
    public init(
        serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
        serverMaxWindowBits: Int = 15,
        clientMaxWindowBits: Int = 15
    ) {
        DeflateParameters.check(serverMaxWindowBits)
        DeflateParameters.check(clientMaxWindowBits)
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    private static func check(_ windowBits: Int) {
        precondition((8...15).contains(windowBits), "window bits are 8 to 15")
    }

    /// The server's answer in `Sec-WebSocket-Extensions`.
    var answer: String {
        var text = "permessage-deflate"
        if serverNoContextTakeover { text += "; server_no_context_takeover" }
        if clientNoContextTakeover { text += "; client_no_context_takeover" }
        if serverMaxWindowBits < 15 || mustNameServerWindow {
            text += "; server_max_window_bits=\(serverMaxWindowBits)"
        }
        if clientMaxWindowBits < 15 { text += "; client_max_window_bits=\(clientMaxWindowBits)" }
        return text
    }
}

/// One offer of `permessage-deflate`, as a client makes it.
public struct DeflateOffer: Equatable, Sendable {
    /// The client asks the server to begin every message with an empty window.
    public var serverNoContextTakeover: Bool
    /// The client says that it will begin every message with an empty window.
    public var clientNoContextTakeover: Bool
    /// The client asks the server to look back no farther; nil: it does not care.
    public var serverMaxWindowBits: Int?
    /// How far the client can be told to look back at most (15 where it named no number); nil: it takes no
    /// such order.
    public var clientMaxWindowBits: Int?

    /// An offer to be made, or one that was read.
    public init(
        serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
        serverMaxWindowBits: Int? = nil, clientMaxWindowBits: Int? = 15
    ) {
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    /// The offer in `Sec-WebSocket-Extensions`.
    var text: String {
        var text = "permessage-deflate"
        if serverNoContextTakeover { text += "; server_no_context_takeover" }
        if clientNoContextTakeover { text += "; client_no_context_takeover" }
        if let bits = serverMaxWindowBits { text += "; server_max_window_bits=\(bits)" }
        if let bits = clientMaxWindowBits {
            text += bits == 15 ? "; client_max_window_bits" : "; client_max_window_bits=\(bits)"
        }
        return text
    }

    /// Reads an offer; nil when it is not `permessage-deflate` or names something that does not belong there,
    /// twice, or with a value it cannot have. Such offers are declined, not punished (RFC 7692, 7.1).
    init?(_ member: ExtensionMember) {
        guard let parameters = DeflateParameterList(member) else { return nil }
        self.init(
            serverNoContextTakeover: parameters.serverNoContextTakeover,
            clientNoContextTakeover: parameters.clientNoContextTakeover,
            serverMaxWindowBits: parameters.serverMaxWindowBits,
            clientMaxWindowBits: parameters.clientMaxWindowBits ?? (parameters.namesClientWindow ? 15 : nil))
    }

    /// What a server's answer to this offer means; nil when the answer is none that the offer allows.
    func agreement(with answer: ExtensionMember) -> DeflateParameters? {
        guard let parameters = DeflateParameterList(answer) else { return nil }
        if parameters.namesClientWindow {
            guard let asked = clientMaxWindowBits, let answered = parameters.clientMaxWindowBits,
                answered <= asked
            else { return nil }
        }
        if serverNoContextTakeover && !parameters.serverNoContextTakeover { return nil }
        if let asked = serverMaxWindowBits {
            guard let answered = parameters.serverMaxWindowBits, answered <= asked else { return nil }
        }
        return DeflateParameters(
            serverNoContextTakeover: parameters.serverNoContextTakeover,
            clientNoContextTakeover: parameters.clientNoContextTakeover || clientNoContextTakeover,
            serverMaxWindowBits: parameters.serverMaxWindowBits ?? 15,
            clientMaxWindowBits: min(parameters.clientMaxWindowBits ?? 15, clientMaxWindowBits ?? 15))
    }
}

/// What a server wants of `permessage-deflate`.
public struct DeflatePolicy: Equatable, Sendable {
    /// Begin every message with an empty window even when the client does not ask: a frame compressed once
    /// serves all.
    public var serverNoContextTakeover: Bool
    /// Tell the client to do the same: nothing is kept between messages.
    public var clientNoContextTakeover: Bool
    /// Look back no farther than this ourselves.
    public var serverMaxWindowBits: Int
    /// Tell clients that can be told to look back no farther than this: it is what inflating costs in memory.
    public var clientMaxWindowBits: Int

    /// The defaults keep no memory between messages.
    public init(
        serverNoContextTakeover: Bool = true, clientNoContextTakeover: Bool = true,
        serverMaxWindowBits: Int = 15,
        clientMaxWindowBits: Int = 15
    ) {
        precondition((8...15).contains(serverMaxWindowBits), "window bits are 8 to 15")
        precondition((8...15).contains(clientMaxWindowBits), "window bits are 8 to 15")
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    /// The agreement on the first offer, for every valid offer can be met; nil when there is none.
    public func accept(_ offers: [DeflateOffer]) -> DeflateParameters? {
        guard let offer = offers.first else { return nil }
        var parameters = DeflateParameters(
            serverNoContextTakeover: serverNoContextTakeover || offer.serverNoContextTakeover,
            clientNoContextTakeover: clientNoContextTakeover || offer.clientNoContextTakeover,
            serverMaxWindowBits: min(serverMaxWindowBits, offer.serverMaxWindowBits ?? 15),
            clientMaxWindowBits: offer.clientMaxWindowBits.map { min(clientMaxWindowBits, $0) } ?? 15)
        parameters.mustNameServerWindow = offer.serverMaxWindowBits != nil
        return parameters
    }
}

/// The four parameters as they stand in an offer or an answer.
private struct DeflateParameterList {
    var serverNoContextTakeover = false
    var clientNoContextTakeover = false
    var serverMaxWindowBits: Int?
    var clientMaxWindowBits: Int?
    var namesClientWindow = false

    init?(_ member: ExtensionMember) {
        guard member.name == "permessage-deflate" else { return nil }
        for (name, value) in member.parameters {
            let isNew: Bool
            switch (name, value) {
            case ("server_no_context_takeover", nil):
                isNew = !serverNoContextTakeover
                serverNoContextTakeover = true
            case ("client_no_context_takeover", nil):
                isNew = !clientNoContextTakeover
                clientNoContextTakeover = true
            case ("server_max_window_bits", let value?):
                isNew = serverMaxWindowBits == nil
                serverMaxWindowBits = DeflateParameterList.windowBits(value)
                if serverMaxWindowBits == nil { return nil }
            case ("client_max_window_bits", let value):
                isNew = !namesClientWindow
                namesClientWindow = true
                clientMaxWindowBits = value.flatMap(DeflateParameterList.windowBits)
                if value != nil && clientMaxWindowBits == nil { return nil }
            default: return nil
            }
            guard isNew else { return nil }
        }
    }

    private static func windowBits(_ text: String) -> Int? {
        ["8", "9", "10", "11", "12", "13", "14", "15"].firstIndex(of: text).map { $0 + 8 }
    }
}
