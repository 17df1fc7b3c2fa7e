import WebSocket

/// What can be fed with noise. The environment variable FUZZ_TARGET names one; without it the first byte
/// chooses.
enum FuzzTarget: String, CaseIterable {
    case server
    case client
    case deflateserver
    case deflateclient
    case request
    case upgrade
    case response
    case place
    case delta
    case text
    case forwarding
    case admin
    case keys
    case cells

    /// Feeds it. Nothing is returned: what is wrong traps.
    func run(_ input: [UInt8]) {
        switch self {
        case .server: FrameFuzz.run(.server, deflates: false, input)
        case .client: FrameFuzz.run(.client, deflates: false, input)
        case .deflateserver: FrameFuzz.run(.server, deflates: true, input)
        case .deflateclient: FrameFuzz.run(.client, deflates: true, input)
        case .request: RequestFuzz.run(input)
        case .upgrade: UpgradeFuzz.run(input)
        case .response: ResponseFuzz.run(input)
        case .place: WireFuzz.runClientMessage(input)
        case .delta: WireFuzz.runServerMessage(input)
        case .text: WireFuzz.runText(input)
        case .forwarding: ForwardingFuzz.run(input)
        case .admin: AdminFuzz.run(input)
        case .keys: CellsFuzz.runKeys(input)
        case .cells: CellsFuzz.runText(input)
        }
    }

    /// Feeds the target that the environment or the first byte chooses.
    static func runChosen(_ name: String?, _ input: [UInt8]) {
        if let name {
            guard let target = FuzzTarget(rawValue: name) else {
                fatalError("FUZZ_TARGET names no target: \(name)")
            }
            target.run(input)
        } else if let first = input.first {
            allCases[Int(first) % allCases.count].run(Array(input.dropFirst()))
        }
    }
}

/// Cuts an input into pieces as its own bytes say, so that a finding can be replayed.
func pieces(of input: [UInt8]) -> [[UInt8]] {
    var state = input.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    var pieces: [[UInt8]] = []
    var rest = input[...]
    while !rest.isEmpty {
        state = state &* 1_664_525 &+ 1_013_904_223
        let piece = Array(rest.prefix(1 + Int(state >> 24) % 9))
        pieces.append(piece)
        rest = rest.dropFirst(piece.count)
    }
    return pieces
}
