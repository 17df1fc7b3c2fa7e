import Session

/// The programs at the other ends, each kept once however many connections it has.
struct AgentTable {
    /// So many different ones are told apart. Browsers of a whole country come to a few thousand; whoever
    /// makes names up shares one entry with the others of that kind.
    static let agentsMax = 16_384

    private struct Place {
        var agent: Agent
        var count: Int
    }

    private var places: [Place] = []
    private var free: [UInt32] = []
    private var numbers: [Agent: UInt32] = [:]
    private static let others = Agent(userAgent: "too many programs to tell apart", acceptLanguage: nil)

    subscript(number: UInt32) -> Agent { places[Int(number)].agent }

    /// The number of an agent, which is held once more.
    mutating func hold(_ agent: Agent) -> UInt32 {
        let isKnown = numbers[agent] != nil
        let agent = isKnown || numbers.count < Self.agentsMax ? agent : Self.others
        if let number = numbers[agent] {
            places[Int(number)].count += 1
            return number
        }
        let place = Place(agent: agent, count: 1)
        let number: UInt32
        if let last = free.popLast() {
            number = last
            places[Int(number)] = place
        } else {
            number = UInt32(places.count)
            places.append(place)
        }
        numbers[agent] = number
        return number
    }

    /// Holds it once less; what nobody holds is forgotten.
    mutating func release(_ number: UInt32) {
        let place = Int(number)
        places[place].count -= 1
        guard places[place].count == 0 else { return }
        numbers[places[place].agent] = nil
        free.append(number)
    }

    /// How many are told apart.
    var count: Int { numbers.count }
}
