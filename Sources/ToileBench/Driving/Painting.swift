import Canvas
import Wire

/// Which pixel is placed next: every pixel of the board once, in an order that jumps about, then all again in
/// the next colour. So each placement changes something, and after a given number of them the board is always
/// the same.
struct PixelPlan {
    private let shape: BoardShape
    private let colourCount: Int
    private let stride: Int
    private(set) var count = 0

    init(shape: BoardShape, colourCount: Int) {
        self.shape = shape
        self.colourCount = colourCount
        // Any number without a common divisor visits every pixel; one near the golden ratio of them jumps
        // far.
        var stride = max(1, shape.pixelCount * 618 / 1000)
        while Self.commonDivisor(stride, shape.pixelCount) != 1 { stride += 1 }
        self.stride = stride
    }

    mutating func next() -> PlaceMessage {
        let (pass, place) = count.quotientAndRemainder(dividingBy: shape.pixelCount)
        let index = place * stride % shape.pixelCount
        defer { count += 1 }
        return PlaceMessage(
            colour: UInt8((pass + 1) % colourCount), x: UInt16(index % shape.width),
            y: UInt16(index / shape.width), tag: UInt16(truncatingIfNeeded: count))
    }

    private static func commonDivisor(_ one: Int, _ other: Int) -> Int {
        other == 0 ? one : commonDivisor(other, one % other)
    }
}

/// Has clients place pixels, in one of two ways.
final class Painter {
    private(set) var plan: PixelPlan
    private let crowd: Crowd
    private let clients: [Client]
    private var leftCount = 0
    private var isPacing = false

    init(_ clients: [Client], in crowd: Crowd, plan: PixelPlan) {
        self.crowd = crowd
        self.clients = clients
        self.plan = plan
    }

    /// Each client sends so many placements at once and, when all are answered, as many again, until `total`
    /// are out. Waits for the last answer.
    func place(_ total: Int, inBurstsOf burst: Int, seconds: Double) throws(BenchFailure) {
        let end = crowd.resultCount + total
        leftCount = total
        for client in clients {
            client.onResult = { [unowned self, unowned client] _ in
                if client.unansweredCount == 0 { sendBurst(of: burst, by: client) }
            }
            sendBurst(of: burst, by: client)
        }
        try crowd.wait("\(total) placements to be answered", seconds: seconds) { [unowned crowd] in
            crowd.resultCount == end
        }
        for client in clients { client.onResult = nil }
    }

    private func sendBurst(of burst: Int, by client: Client) {
        let count = min(burst, leftCount)
        guard count > 0 else { return }
        leftCount -= count
        client.place((0..<count).map { _ in plan.next() })
    }

    /// The clients send so many placements a second, one by one and in turns, until `end` are planned or
    /// `stop`.
    func begin(
        perSecond: Int, until end: Int = .max, sending: @escaping (PlaceMessage) -> Void = { _ in }
    ) {
        let began = Clock.wallMicros()
        let first = plan.count
        isPacing = true
        crowd.repeat(everyMillis: 2) { [unowned self] in
            guard isPacing else { return false }
            let due = first + Int((Clock.wallMicros() - began) * Int64(perSecond) / 1_000_000)
            while plan.count < min(due, end) {
                let client = clients[plan.count % clients.count]
                let placement = plan.next()
                sending(placement)
                client.place([placement])
            }
            return true
        }
    }

    /// No further placement; waits until all that were sent are answered.
    func stop(seconds: Double) throws(BenchFailure) {
        isPacing = false
        let clients = clients
        try crowd.wait("the last answers", seconds: seconds) {
            clients.allSatisfy { $0.unansweredCount == 0 }
        }
    }
}

extension PixelPlan {
    /// For the board that a server has by default.
    static var standard: PixelPlan {
        guard let shape = BoardShape(width: 1000, height: 1000) else {
            preconditionFailure("1000x1000 is a board")
        }
        return PixelPlan(shape: shape, colourCount: Palette.standard.colours.count)
    }
}
