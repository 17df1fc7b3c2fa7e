import Canvas
import Testing

@Suite struct BoardShapeTests {
    @Test(arguments: [(1, 1), (4096, 4096), (3, 2)])
    func `sides of 1 to 4096 make a shape`(width: Int, height: Int) throws {
        let shape = try #require(BoardShape(width: width, height: height))
        #expect(shape.pixelCount == width * height)
        #expect(shape.contains(x: width - 1, y: height - 1))
        #expect(shape.index(x: width - 1, y: height - 1) == shape.pixelCount - 1)
    }

    @Test(arguments: [(0, 1), (1, 0), (4097, 1), (1, 4097), (-1, 5), (.max, .max), (.min, .min)])
    func `other sides make none`(width: Int, height: Int) {
        #expect(BoardShape(width: width, height: height) == nil)
    }

    @Test func `pixels are numbered row by row`() throws {
        let shape = try #require(BoardShape(width: 3, height: 2))
        #expect(shape.index(x: 0, y: 0) == 0)
        #expect(shape.index(x: 2, y: 0) == 2)
        #expect(shape.index(x: 0, y: 1) == 3)
        for (x, y) in [(-1, 0), (0, -1), (3, 0), (0, 2), (.max, 0), (0, .min)] {
            #expect(!shape.contains(x: x, y: y))
        }
    }
}
