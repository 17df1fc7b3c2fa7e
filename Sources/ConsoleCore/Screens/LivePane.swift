import Cells
import Wire

/// What the first screen keeps between two keys.
struct LivePane: Sendable {
    /// The pixel under the cursor is asked for when the cursor has rested this long.
    static let restMillis: Millis = 150

    var cursorX = 0
    var cursorY = 0
    var viewport = Viewport()
    var isDotted = true
    /// The pixels that are selected.
    var selection: PixelRectangle?
    /// The corner where a selection began that still follows the cursor.
    var anchor: (x: Int, y: Int)?
    /// What the server says about the pixel under the cursor.
    var here: PixelHere?
    /// When it is asked next.
    var hereDueAt: Millis?
    /// The feed as it was when it was paused.
    var pausedFeed: [FeedLine]?
    /// The first board has been put in the middle.
    fileprivate var isPlaced = false

    /// Puts a board into view; the first one so that its middle is in the middle.
    mutating func fit(_ mirror: BoardMirror, isFirst: Bool, geometry: LiveGeometry) {
        if isFirst && !isPlaced {
            (cursorX, cursorY) = (mirror.width / 2, mirror.height / 2)
            let inside = geometry.canvas.inset(by: 1)
            viewport.centre(onX: cursorX, y: cursorY, columns: inside.width, rows: inside.height)
        }
        isPlaced = true
        keepInside(mirror, geometry: geometry)
    }

    /// Moves the cursor onto the board, and the view to the cursor.
    mutating func keepInside(_ mirror: BoardMirror?, geometry: LiveGeometry) {
        guard let mirror else { return }
        cursorX = min(max(0, cursorX), mirror.width - 1)
        cursorY = min(max(0, cursorY), mirror.height - 1)
        let inside = geometry.canvas.inset(by: 1)
        let cell = viewport.cell(ofX: cursorX, y: cursorY)
        if cell.column < 0 || cell.column >= inside.width {
            let size = viewport.size(columns: inside.width, rows: inside.height)
            viewport.x = cursorX - size.width / 2
        }
        if cell.row < 0 || cell.row >= inside.height {
            let size = viewport.size(columns: inside.width, rows: inside.height)
            viewport.y = cursorY - size.height / 2
        }
        if let anchor { selection = PixelRectangle(from: anchor, to: (cursorX, cursorY)) }
    }

    /// Another zoom, with the cursor staying in view.
    mutating func zoom(to zoom: Zoom, geometry: LiveGeometry) {
        viewport.zoom = zoom
        let inside = geometry.canvas.inset(by: 1)
        viewport.centre(onX: cursorX, y: cursorY, columns: inside.width, rows: inside.height)
    }
}

/// Where the parts of the first screen are.
struct LiveGeometry: Sendable {
    let canvas: CellRectangle
    let here: CellRectangle
    let feed: CellRectangle

    init(_ frame: Frame) {
        let body = frame.body
        let side = frame.isWide ? 44 : 26
        let hereRows = min(frame.isWide ? 12 : 9, body.height)
        canvas = CellRectangle(x: 0, y: body.y, width: body.width - side, height: body.height)
        here = CellRectangle(x: canvas.right, y: body.y, width: side, height: hereRows)
        feed = CellRectangle(x: canvas.right, y: here.bottom, width: side, height: body.height - hereRows)
    }
}

extension ConsoleModel {
    /// The server is asked about the pixel under the cursor soon.
    mutating func hereIsDue() {
        live.hereDueAt = now + LivePane.restMillis
    }

    /// Puts the cursor onto a pixel.
    mutating func moveCursor(toX x: Int, y: Int, isCentred: Bool = false) {
        let limit = BoardMirror.pixelCountMax
        live.cursorX = min(max(0, x), limit)
        live.cursorY = min(max(0, y), limit)
        let geometry = LiveGeometry(frame)
        if isCentred {
            // Whoever named a place before the board was there stays at it when it comes.
            live.isPlaced = true
            let inside = geometry.canvas.inset(by: 1)
            live.keepInside(board, geometry: geometry)
            live.viewport.centre(
                onX: live.cursorX, y: live.cursorY, columns: inside.width, rows: inside.height)
        }
        live.keepInside(board, geometry: geometry)
        hereIsDue()
    }

    /// Asks what has waited long enough.
    mutating func askWhatIsDue() {
        if let due = live.hereDueAt, now >= due {
            live.hereDueAt = nil
            let place = (x: live.cursorX, y: live.cursorY)
            if activeScreen == .live, board != nil {
                let board = QueryText.escaped(options.board)
                ask(.pixel(x: place.x, y: place.y), "/admin/pixel?board=\(board)&x=\(place.x)&y=\(place.y)")
            }
        }
        askForEffects()
    }

    mutating func takePixel(_ answer: ConsoleAnswer, _ x: Int, _ y: Int) {
        defer { authorCame(at: x, y) }
        // The cursor may have gone on meanwhile.
        guard x == live.cursorX, y == live.cursorY else { return }
        live.here = answer.status == 200 ? try? PixelHere(json: answer.body) : nil
    }

    /// What is known about the pixel under the cursor, not about one it was on before.
    var here: PixelHere? {
        guard let here = live.here, here.x == live.cursorX, here.y == live.cursorY else { return nil }
        return here
    }
}
