/* Figures that answer: each moves with a slider or a choice, without a server.
 * Plotly draws them; it is fetched from this site when the reader comes to the first.
 * Without JavaScript the text inside the container stays, which names the static
 * figure that shows the same for fixed values. */
"use strict";

(() => {
  const HERE = document.currentScript.src;
  const PLOTLY = new URL("plotly.min.js", HERE).href;

  // ----------------------------------------------------------------------- words
  /* All that a reader sees. What is a function makes a sentence of given numbers,
   * which are strings by then. */
  const TEXT = {
    draw: "Move it yourself",
    activations: { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU",
      leaky: "leaky ReLU", elu: "ELU", selu: "SELU", gelu: "GELU", silu: "SiLU" },
    activation: {
      kind: "Activation",
      at: "Input x",
      value: (name) => `${name} f`,
      derivative: "derivative f′",
      tangent: "tangent",
      xaxis: "input x",
      yaxis: "output",
      says: (x, y, slope) => `f(${x}) = ${y}. The slope there is ${slope}: ` +
        "this is the factor by which a gradient is multiplied on its way back.",
    },
    born_dead: {
      width: "Units a layer N",
      depth: "Hidden layers",
      curve: (width) => `N = ${width}`,
      xaxis: "hidden layers",
      yaxis: "bound on P(born dead)",
      says: (depth, width, percent) => `With ${depth} hidden layers of ${width} ` +
        `units, at most ${percent} % of the networks are born dead.`,
    },
    chain: {
      depth: "Layers k",
      at: "Pre-activation z",
      weight: "Weight w of each layer",
      xaxis: "layers passed on the way back",
      yaxis: "gradient factor",
      intro: (weight, depth) => "Each layer multiplies the gradient by its weight " +
        `w = ${weight} and by the slope f′(z). After ${depth} layers:`,
      says: (name, weight, slope, factor, total) => `${name}: ${weight} × ${slope} = ` +
        `${factor} a layer, ${total} in all.`,
    },
    dying: {
      bias: "Bias b at the start",
      rate: "Learning rate of one step",
      targets: "targets",
      before: "w·x + b before the step",
      after: "w·x + b after it",
      output: "output after it",
      xaxis: "input x",
      yaxis: "pre-activation, output",
      stateBefore: (percent, loss) =>
        `Before the step the unit is active for ${percent} % of the data; loss ${loss}.`,
      stateAfter: (percent, loss) =>
        `After it the unit is active for ${percent} %; loss ${loss}.`,
      bornDead: "Its line lies below 0 for every input, so its gradient is exactly 0: " +
        "no step of any size moves it.",
      dead: "The step went too far: the line now lies below 0 for every input, so the " +
        "gradient is exactly 0. The unit is dead.",
      alive: (size) => `Its gradient now has size ${size}: it can go on learning.`,
    },
    fold: {
      depth: "Layers L",
      curve: (depth) => `hat applied ${depth} times`,
      once: "hat",
      xaxis: "input x",
      yaxis: "output",
      says: (depth, pieces, shallow, deep) => `L = ${depth}: ${pieces} linear pieces. ` +
        `The deep network makes them with ${deep} ReLUs, two a layer. One hidden layer ` +
        `needs a unit for each bend, at least ${shallow}: about as many as there are ` +
        "pieces.",
    },
    scale: {
      kind: "Activation",
      gain: "Standard deviation of the weights × √fan_in",
      marks: { glorot: "Glorot 1", lecun: "LeCun 1", he: "He √2" },
      still: "no change",
      xaxis: "layer",
      yaxis: "scale of the activations",
      says: (name, times) => `After 50 layers of ${name} the activations are ${times} ` +
        "times as large as the input. (All layers have the same width; then Glorot " +
        "and LeCun are both at 1.)",
    },
    variants: {
      derivatives: "Show derivatives",
      slope: "Negative slope of leaky ReLU",
      alpha: "α of ELU",
      xaxis: "input x",
      output: "output",
      derivative: "derivative",
      says: (parts) => `At x = −2: ${parts.join(", ")}.`,
      part: (name, value) => `${name} ${value}`,
      none: "Tick a function to see it.",
    },
  };

  // ------------------------------------------------------------------ functions
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const density = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);

  /* Normal distribution function; Abramowitz and Stegun 26.2.17, error < 7.5e-8. */
  function normal(x) {
    const t = 1 / (1 + 0.2316419 * Math.abs(x));
    const tail = density(x) * t * (0.31938153 + t * (-0.356563782 +
      t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x >= 0 ? 1 - tail : tail;
  }

  const LAMBDA = 1.0507009873554805, ALPHA = 1.6732632423543772;  // SELU's constants
  const ACTIVATIONS = {
    sigmoid: { color: "#D55E00", f: sigmoid,
      df: (x) => sigmoid(x) * (1 - sigmoid(x)) },
    tanh: { color: "#E69F00", f: Math.tanh,
      df: (x) => 1 - Math.tanh(x) ** 2 },
    relu: { color: "#0072B2", f: (x) => Math.max(0, x),
      df: (x) => (x > 0 ? 1 : 0) },
    leaky: { color: "#56B4E9", f: (x, a) => (x > 0 ? x : a * x),
      df: (x, a) => (x > 0 ? 1 : a) },
    elu: { color: "#009E73",
      f: (x, _, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
      df: (x, _, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)) },
    selu: { color: "#CC79A7",
      f: (x) => LAMBDA * (x > 0 ? x : ALPHA * Math.expm1(x)),
      df: (x) => LAMBDA * (x > 0 ? 1 : ALPHA * Math.exp(x)) },
    gelu: { color: "#7f6fd6", f: (x) => x * normal(x),
      df: (x) => normal(x) + x * density(x) },
    silu: { color: "#c04f7d", f: (x) => x * sigmoid(x),
      df: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
  };
  const SLOPE = 0.1, ELU_ALPHA = 1;
  const DASHES = { sigmoid: "solid", tanh: "dash", relu: "solid", leaky: "dot",
    elu: "dashdot", selu: "longdash", gelu: "dash", silu: "dot" };

  const range = (low, high, count) => Array.from({ length: count },
    (_, i) => low + (high - low) * i / (count - 1));

  const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶",
    7: "⁷", 8: "⁸", 9: "⁹" };

  /* A number as a page writes it: 0.235, −2, 3.0 × 10⁻⁸. */
  function show(value, digits = 3) {
    const size = Math.abs(value);
    if (size === 0 || (size >= 1e-3 && size < 1e4)) {
      return String(Number(value.toPrecision(digits))).replace("-", "−");
    }
    const [mantissa, exponent] = value.toExponential(1).split("e");
    const raised = exponent.replace("+", "").replace(/./g, (sign) => RAISED[sign]);
    return `${mantissa.replace("-", "−")} × 10${raised}`;
  }

  // ------------------------------------------------------------------- controls
  let serial = 0;

  function labelled(text, input) {
    const field = document.createElement("div");
    const label = document.createElement("label");
    input.id = `live-${serial += 1}`;
    label.htmlFor = input.id;
    label.textContent = text;
    field.className = "live-control";
    field.append(label, input);
    return field;
  }

  /* Marks are buttons that set a value exactly, also one between two steps. */
  function slider(box, text, low, high, step, value, changed, marks = []) {
    const input = Object.assign(document.createElement("input"),
      { type: "range", min: low, max: high, step, value });
    const output = document.createElement("output");
    const field = labelled(text, input);
    let now = value;
    const set = (next) => {
      now = next;
      output.textContent = show(now, 4);
      changed();
    };
    field.append(output);
    input.addEventListener("input", () => set(Number(input.value)));
    for (const [name, exact] of marks) {
      const button = Object.assign(document.createElement("button"),
        { type: "button", textContent: name });
      button.addEventListener("click", () => {
        input.value = exact;
        set(exact);
      });
      field.append(button);
    }
    box.append(field);
    set(value);
    return () => now;
  }

  function choice(box, text, keys, value, changed) {
    const input = document.createElement("select");
    for (const key of keys) input.append(new Option(TEXT.activations[key], key));
    input.value = keys.includes(value) ? value : keys[0];
    input.addEventListener("change", changed);
    box.append(labelled(text, input));
    return () => input.value;
  }

  function tick(box, text, value, changed) {
    const input = Object.assign(document.createElement("input"),
      { type: "checkbox", checked: value });
    input.addEventListener("change", changed);
    box.append(labelled(text, input));
    return () => input.checked;
  }

  // -------------------------------------------------------------------- figures
  /* Each builder adds its controls to `box` and returns a function that gives the
   * traces, the axes and a sentence, or several, for the values that the controls have
   * now. `start` is what the page says that the figure opens on. Axes keep their range
   * while a slider moves, so that the eye compares. */

  const GREY = "#888", RED = "#D55E00", BLUE = "#0072B2", GREEN = "#009E73";

  function line(key, x, y, extra = {}) {
    return { x, y, name: TEXT.activations[key], mode: "lines",
      line: { color: ACTIVATIONS[key].color, width: 3, dash: DASHES[key] }, ...extra };
  }

  function activation(box, redraw, start) {
    const words = TEXT.activation;
    const kind = choice(box, words.kind, Object.keys(ACTIVATIONS), start, redraw);
    const at = slider(box, words.at, -6, 6, 0.1, 1, redraw);
    const xs = range(-6, 6, 241);
    return () => {
      const { f, df, color } = ACTIVATIONS[kind()];
      const value = (g, x) => g(x, SLOPE, ELU_ALPHA);
      const x = at(), y = value(f, x), slope = value(df, x);
      const bounded = ["sigmoid", "tanh"].includes(kind());
      return {
        traces: [
          line(kind(), xs, xs.map((t) => value(f, t)),
            { name: words.value(TEXT.activations[kind()]) }),
          line(kind(), xs, xs.map((t) => value(df, t)),
            { name: words.derivative, line: { color: GREY, width: 2, dash: "dash" } }),
          { x: [x - 1.5, x + 1.5], y: [y - 1.5 * slope, y + 1.5 * slope], mode: "lines",
            name: words.tangent, line: { color: GREY, width: 2 } },
          { x: [x], y: [y], mode: "markers", showlegend: false,
            marker: { size: 12, color } },
        ],
        xaxis: { title: words.xaxis, range: [-6, 6] },
        yaxis: { title: words.yaxis, range: bounded ? [-1.3, 1.5] : [-2.2, 6.5] },
        says: words.says(show(x), show(y), show(slope)),
      };
    };
  }

  function chain(box, redraw) {
    const words = TEXT.chain, kinds = ["sigmoid", "tanh", "relu"];
    const depth = slider(box, words.depth, 1, 50, 1, 20, redraw);
    const at = slider(box, words.at, -4, 4, 0.1, 0.5, redraw);
    const weight = slider(box, words.weight, 0.5, 6, 0.1, 1, redraw);
    return () => {
      const layers = range(0, depth(), depth() + 1);
      const slope = (key) => ACTIVATIONS[key].df(at());
      const factor = (key) => weight() * slope(key);
      return {
        traces: kinds.map((key) => line(key, layers,
          layers.map((k) => factor(key) ** k || null), { mode: "lines+markers" })),
        xaxis: { title: words.xaxis, range: [-1, 51] },
        yaxis: { title: words.yaxis, type: "log", exponentformat: "power", dtick: 5,
          range: [-20, 20] },
        says: [words.intro(show(weight()), depth()), ...kinds.map((key) =>
          words.says(TEXT.activations[key], show(weight()), show(slope(key)),
            show(factor(key)), show(factor(key) ** depth())))],
      };
    };
  }

  /* E[f(√q z)²] for z ~ N(0, 1), by the trapezoid rule on [-8, 8]. */
  function secondMoment(f, q) {
    const scale = Math.sqrt(q), step = 0.04;
    let sum = 0;
    for (let z = -8; z <= 8; z += step) sum += f(scale * z) ** 2 * density(z);
    return sum * step;
  }

  function scale(box, redraw, start) {
    const words = TEXT.scale;
    const kind = choice(box, words.kind, ["relu", "tanh", "sigmoid"], "relu", redraw);
    const gain = slider(box, words.gain, 0.8, 2, 0.01, Number(start) || 1, redraw,
      [[words.marks.glorot, 1], [words.marks.lecun, 1], [words.marks.he, Math.SQRT2]]);
    const layers = range(0, 50, 51);
    return () => {
      const { f } = ACTIVATIONS[kind()];
      const moments = [1];
      for (let k = 1; k <= 50; k += 1) {
        moments.push(secondMoment(f, gain() ** 2 * moments[k - 1]));
      }
      const rms = moments.map(Math.sqrt);
      const still = { x: [0, 50], y: [1, 1], mode: "lines", name: words.still,
        line: { color: GREY, width: 2, dash: "dash" } };
      return {
        traces: [line(kind(), layers, rms), still],
        xaxis: { title: words.xaxis, range: [0, 50] },
        yaxis: { title: words.yaxis, type: "log", exponentformat: "power", dtick: 5,
          range: [-14, 9] },
        says: words.says(TEXT.activations[kind()], show(rms[50])),
      };
    };
  }

  /* A small generator of its own, so that every reader sees the same data. */
  function uniforms(count) {
    let state = 12345;
    return Array.from({ length: count }, () => {
      state = (1103515245 * state + 12345) % 2147483648;
      return (state + 0.5) / 2147483648;
    });
  }

  /* A unit max(0, wx + b) that starts at w = 1 is to learn y = 1 + x, give or take a
   * little, for inputs in [0, 1], as pixels have them. A high bias makes all its
   * outputs too large, so the gradients of w and b both point the same way, and one
   * step with a high rate takes the whole line below zero. */
  function dying(box, redraw) {
    const words = TEXT.dying;
    const bias = slider(box, words.bias, -2, 3, 0.1, 2, redraw);
    const rate = slider(box, words.rate, 0, 1.5, 0.05, 0.3, redraw);
    const noise = uniforms(80), xs = noise.slice(0, 40);
    const targets = xs.map((x, i) => 1 + x + 0.4 * (noise[40 + i] - 0.5));
    const { f: relu } = ACTIVATIONS.relu;
    const mean = (of) => xs.reduce((sum, x, i) => sum + of(x, targets[i]), 0) / xs.length;
    const loss = (w, b) => mean((x, y) => (relu(w * x + b) - y) ** 2);
    const share = (w, b) => mean((x) => (w * x + b > 0 ? 1 : 0));
    const slope = (w, b, by) => mean((x, y) =>
      (w * x + b > 0 ? 2 * (w * x + b - y) * by(x) : 0));
    const gradient = (w, b) => [slope(w, b, (x) => x), slope(w, b, () => 1)];
    const ends = [0, 1], grid = range(0, 1, 101);
    return () => {
      const [gw, gb] = gradient(1, bias());
      const w = 1 - rate() * gw, b = bias() - rate() * gb;
      const born = share(1, bias()) === 0, dead = share(w, b) === 0;
      return {
        traces: [
          { x: xs, y: targets, mode: "markers", name: words.targets,
            marker: { color: GREEN, size: 7, symbol: "diamond" } },
          { x: ends, y: ends.map((x) => x + bias()), mode: "lines",
            name: words.before, line: { color: GREY, width: 2, dash: "dash" } },
          { x: ends, y: ends.map((x) => w * x + b), mode: "lines",
            name: words.after, line: { color: RED, width: 2 } },
          { x: grid, y: grid.map((x) => relu(w * x + b)), mode: "lines",
            name: words.output, line: { color: BLUE, width: 4 } },
        ],
        xaxis: { title: words.xaxis, range: [-0.03, 1.03] },
        yaxis: { title: words.yaxis, range: [-5, 4.5] },
        says: [
          words.stateBefore(show(100 * share(1, bias())), show(loss(1, bias()))),
          words.stateAfter(show(100 * share(w, b)), show(loss(w, b))),
          born ? words.bornDead : dead ? words.dead
            : words.alive(show(Math.hypot(...gradient(w, b)))),
        ],
      };
    };
  }

  function bornDead(box, redraw) {
    const words = TEXT.born_dead;
    const width = slider(box, words.width, 1, 10, 1, 3, redraw);
    const depth = slider(box, words.depth, 1, 100, 1, 9, redraw);
    const layers = range(1, 100, 100);
    const bound = (n, l) => 1 - (1 - 2 ** -n) ** l;
    return () => ({
      traces: [
        line("relu", layers, layers.map((l) => bound(width(), l)),
          { name: words.curve(width()) }),
        line("leaky", layers, layers.map((l) => bound(width() + 1, l)),
          { name: words.curve(width() + 1) }),
        { x: [depth()], y: [bound(width(), depth())], mode: "markers",
          showlegend: false, marker: { size: 12, color: RED } },
      ],
      xaxis: { title: words.xaxis, range: [0, 102] },
      yaxis: { title: words.yaxis, range: [0, 1.04] },
      says: words.says(depth(), width(), show(100 * bound(width(), depth()))),
    });
  }

  /* The hat 2x for x < ½, 2 − 2x above, applied L times: a zigzag that is exact at its
   * corners. */
  function fold(box, redraw) {
    const words = TEXT.fold;
    const depth = slider(box, words.depth, 1, 7, 1, 3, redraw);
    const zigzag = (times) => ({ x: range(0, 1, 2 ** times + 1),
      y: Array.from({ length: 2 ** times + 1 }, (_, i) => i % 2), mode: "lines" });
    const name = (times) => (times === 1 ? words.once : words.curve(times));
    return () => {
      const before = depth() - 1;
      return {
        traces: [
          ...(before ? [{ ...zigzag(before), name: name(before),
            line: { color: GREY, width: 2, dash: "dash" } }] : []),
          { ...zigzag(depth()), name: name(depth()), line: { color: BLUE, width: 3 } },
        ],
        xaxis: { title: words.xaxis, range: [-0.02, 1.02] },
        yaxis: { title: words.yaxis, range: [-0.05, 1.08] },
        says: words.says(depth(), 2 ** depth(), 2 ** depth() - 1, 2 * depth()),
      };
    };
  }

  function variants(box, redraw) {
    const words = TEXT.variants;
    const kinds = ["relu", "leaky", "elu", "selu", "gelu", "silu"];
    const shown = Object.fromEntries(kinds.map((key) =>
      [key, tick(box, TEXT.activations[key], true, redraw)]));
    const derivative = tick(box, words.derivatives, false, redraw);
    const slope = slider(box, words.slope, 0, 1, 0.01, 0.1, redraw);
    const alpha = slider(box, words.alpha, 0.1, 2, 0.1, 1, redraw);
    const xs = range(-4, 3, 281);
    return () => {
      const active = kinds.filter((key) => shown[key]());
      const pick = (key) => ACTIVATIONS[key][derivative() ? "df" : "f"];
      const parts = active.map((key) =>
        words.part(TEXT.activations[key], show(pick(key)(-2, slope(), alpha()))));
      return {
        traces: active.map((key) => line(key, xs,
          xs.map((x) => pick(key)(x, slope(), alpha())))),
        xaxis: { title: words.xaxis, range: [-4, 3] },
        yaxis: { title: derivative() ? words.derivative : words.output,
          range: derivative() ? [-0.3, 2.1] : [-4.1, 3.3] },
        says: active.length ? words.says(parts) : words.none,
      };
    };
  }

  const BUILDERS = { activation, born_dead: bornDead, chain, dying, fold, scale,
    variants };

  // -------------------------------------------------------------------- drawing
  function layout({ xaxis, yaxis }, width) {
    const css = getComputedStyle(document.documentElement);
    const ink = css.getPropertyValue("--pst-color-text-base").trim() || "#222";
    const grid = "rgba(128, 128, 128, 0.25)";
    const axis = ({ title, ...rest }) => ({ title: { text: title }, gridcolor: grid,
      zerolinecolor: "rgba(128, 128, 128, 0.6)", fixedrange: true, ...rest });
    return {
      xaxis: axis(xaxis), yaxis: axis(yaxis),
      font: { color: ink, size: 13, family: getComputedStyle(document.body).fontFamily },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      height: width < 480 ? 400 : 340,  // where the legend takes several lines
      margin: { l: 62, r: 8, t: 8, b: 44 }, showlegend: true,
      legend: { orientation: "h", y: 1.02, yanchor: "bottom" },
    };
  }

  let library = null;
  function loadPlotly() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = PLOTLY;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  /* Controls and sentence are there at once; the drawing comes with the library. */
  function build(container) {
    const box = document.createElement("div");
    const plot = document.createElement("div");
    const says = document.createElement("div");
    const button = Object.assign(document.createElement("button"),
      { type: "button", textContent: TEXT.draw });
    box.className = "live-controls";
    plot.className = "live-plot";
    says.className = "live-says";
    says.setAttribute("role", "status");
    plot.append(button);
    let state = null, drawing = false;
    const redraw = () => {
      if (state === null) return;
      const now = state();
      says.replaceChildren(...[now.says].flat().map((sentence) =>
        Object.assign(document.createElement("span"), { textContent: sentence })));
      if (drawing) {
        const traces = now.traces.map((trace) =>
          ({ ...trace, line: { ...trace.line, simplify: false } }));
        window.Plotly.react(plot, traces, layout(now, plot.clientWidth),
          { displayModeBar: false, responsive: true, scrollZoom: false });
      }
    };
    const draw = () => loadPlotly().then(() => {
      if (drawing) return;
      drawing = true;
      button.remove();
      plot.setAttribute("aria-hidden", "true");  // the sentence below says the same
      redraw();
    });
    state = BUILDERS[container.dataset.live](box, redraw, container.dataset.start);
    button.addEventListener("click", draw);
    box.addEventListener("input", draw);
    container.classList.add("is-live");
    container.append(box, plot, says);
    redraw();
    new MutationObserver(redraw).observe(document.documentElement,
      { attributes: true, attributeFilter: ["data-theme"] });
    return draw;
  }

  /* A figure is drawn when the reader has come to it: a page that opens with one in
   * view waits, with a button, until the reader does something. */
  function start() {
    const drawers = new Map(), seen = new Set();
    let awake = false;
    const watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) seen.add(target); else seen.delete(target);
        if (isIntersecting && awake) drawers.get(target)();
      }
    });
    const wake = () => {
      awake = true;
      seen.forEach((node) => drawers.get(node)());
    };
    for (const event of ["scroll", "pointerdown", "keydown", "wheel"]) {
      window.addEventListener(event, wake, { once: true, passive: true });
    }
    document.querySelectorAll("[data-live]").forEach((node) => {
      const draw = build(node), plot = node.querySelector(".live-plot");
      drawers.set(plot, draw);
      watcher.observe(plot);
    });
  }

  start();  // the page is whole: the script is loaded with `defer`
})();
