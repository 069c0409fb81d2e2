/* Figures that answer: each moves with a slider or a choice, without a server.
 * Plotly draws them; it is fetched from this site when the first comes into view.
 * Without JavaScript the text inside the container stays, which names the static
 * figure that shows the same for fixed values. */
"use strict";

(() => {
  const HERE = document.currentScript.src;
  const PLOTLY = new URL("plotly.min.js", HERE).href;

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
    sigmoid: { name: "sigmoid", color: "#D55E00", f: sigmoid,
      df: (x) => sigmoid(x) * (1 - sigmoid(x)) },
    tanh: { name: "tanh", color: "#E69F00", f: Math.tanh,
      df: (x) => 1 - Math.tanh(x) ** 2 },
    relu: { name: "ReLU", color: "#0072B2", f: (x) => Math.max(0, x),
      df: (x) => (x > 0 ? 1 : 0) },
    leaky: { name: "leaky ReLU", color: "#56B4E9", f: (x, a) => (x > 0 ? x : a * x),
      df: (x, a) => (x > 0 ? 1 : a) },
    elu: { name: "ELU", color: "#009E73",
      f: (x, _, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
      df: (x, _, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)) },
    selu: { name: "SELU", color: "#CC79A7",
      f: (x) => LAMBDA * (x > 0 ? x : ALPHA * Math.expm1(x)),
      df: (x) => LAMBDA * (x > 0 ? 1 : ALPHA * Math.exp(x)) },
    gelu: { name: "GELU", color: "#7f6fd6", f: (x) => x * normal(x),
      df: (x) => normal(x) + x * density(x) },
    silu: { name: "SiLU", color: "#c04f7d", f: (x) => x * sigmoid(x),
      df: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
  };
  const SLOPE = 0.1, ELU_ALPHA = 1;
  const DASHES = { sigmoid: "solid", tanh: "dash", relu: "solid", leaky: "dot",
    elu: "dashdot", selu: "longdash", gelu: "dash", silu: "dot" };

  const range = (low, high, count) => Array.from({ length: count },
    (_, i) => low + (high - low) * i / (count - 1));

  function show(value) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    return size >= 1e-3 && size < 1e4 ? String(Number(value.toPrecision(3)))
      : value.toExponential(2).replace("e", " × 10^");
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

  function slider(box, text, low, high, step, value, changed) {
    const input = Object.assign(document.createElement("input"),
      { type: "range", min: low, max: high, step, value });
    const output = document.createElement("output");
    const field = labelled(text, input);
    field.append(output);
    const update = () => { output.textContent = show(Number(input.value)); };
    input.addEventListener("input", () => { update(); changed(); });
    update();
    box.append(field);
    return () => Number(input.value);
  }

  function choice(box, text, keys, value, changed) {
    const input = document.createElement("select");
    for (const key of keys) {
      input.append(new Option(ACTIVATIONS[key]?.name ?? key, key));
    }
    input.value = value;
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
   * traces, the axes and a sentence for the values that the controls have now. */

  function line(key, x, y, extra = {}) {
    const { name, color } = ACTIVATIONS[key];
    return { x, y, name, mode: "lines", line: { color, width: 3, dash: DASHES[key] },
      ...extra };
  }

  function activation(box, redraw) {
    const kind = choice(box, "Activation", Object.keys(ACTIVATIONS), "sigmoid", redraw);
    const at = slider(box, "Input x", -6, 6, 0.1, 1, redraw);
    const xs = range(-6, 6, 241);
    return () => {
      const { f, df, name } = ACTIVATIONS[kind()];
      const value = (g, x) => g(x, SLOPE, ELU_ALPHA);
      const x = at(), y = value(f, x), slope = value(df, x);
      return {
        traces: [
          line(kind(), xs, xs.map((t) => value(f, t)), { name: `${name} f` }),
          line(kind(), xs, xs.map((t) => value(df, t)),
            { name: "derivative f′", line: { color: "#888", width: 2, dash: "dash" } }),
          { x: [x - 1, x + 1], y: [y - slope, y + slope], mode: "lines",
            name: "tangent", line: { color: "#888", width: 2 } },
          { x: [x], y: [y], mode: "markers", showlegend: false,
            marker: { size: 12, color: ACTIVATIONS[kind()].color } },
        ],
        xaxis: { title: "input x" }, yaxis: { title: "output", range: [-2, 4] },
        says: `f(${show(x)}) = ${show(y)}. The slope there is ${show(slope)}: ` +
          "this is the factor by which a gradient is multiplied on its way back.",
      };
    };
  }

  function chain(box, redraw) {
    const depth = slider(box, "Layers k", 1, 50, 1, 10, redraw);
    const at = slider(box, "Pre-activation z", -4, 4, 0.1, 1, redraw);
    const weight = slider(box, "Weight w of each layer", 0.5, 4, 0.1, 1, redraw);
    return () => {
      const kinds = ["sigmoid", "tanh", "relu"];
      const layers = range(0, depth(), depth() + 1);
      const factor = (key) => weight() * ACTIVATIONS[key].df(at());
      const traces = kinds.map((key) => line(key, layers,
        layers.map((k) => factor(key) ** k || null), { mode: "lines+markers" }));
      const parts = kinds.map((key) =>
        `${ACTIVATIONS[key].name} ${show(factor(key) ** depth())}`);
      return {
        traces, xaxis: { title: "layers passed on the way back" },
        yaxis: { title: "gradient factor", type: "log", exponentformat: "power" },
        says: `After ${depth()} layers the gradient is multiplied by: ` +
          `${parts.join(", ")}.`,
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

  function scale(box, redraw) {
    const kinds = ["relu", "tanh", "sigmoid"];
    const kind = choice(box, "Activation", kinds, "relu", redraw);
    const gain = slider(box, "Standard deviation of the weights × √fan_in",
      0.5, 2.5, 0.01, 1, redraw);
    const layers = range(0, 50, 51);
    return () => {
      const { f, name } = ACTIVATIONS[kind()];
      const moments = [1];
      for (let k = 1; k <= 50; k += 1) {
        moments.push(secondMoment(f, gain() ** 2 * moments[k - 1]));
      }
      const rms = moments.map(Math.sqrt);
      const he = { x: [0, 50], y: [1, 1], mode: "lines", name: "no change",
        line: { color: "#888", width: 2, dash: "dash" } };
      return {
        traces: [line(kind(), layers, rms), he],
        xaxis: { title: "layer" },
        yaxis: { title: "scale of the activations", type: "log", exponentformat: "power",
          range: [-16, 16] },
        says: `After 50 layers of ${name} the activations are ${show(rms[50])} times ` +
          "as large as the input. On square layers Glorot is at 1 and He at √2 = 1.41.",
      };
    };
  }

  /* 200 fixed draws from N(0, 1): a small generator of its own, so that every
   * reader sees the same data. */
  function normals(count) {
    let state = 12345;
    const uniform = () => {
      state = (1103515245 * state + 12345) % 2147483648;
      return (state + 0.5) / 2147483648;
    };
    return Array.from({ length: count }, () =>
      Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
  }

  function dying(box, redraw) {
    const bias = slider(box, "Bias b at the start", -6, 3, 0.1, 0, redraw);
    const rate = slider(box, "Learning rate of one step", 0, 6, 0.1, 0, redraw);
    const xs = normals(200), target = -2;
    const relu = ACTIVATIONS.relu.f;
    const gradients = (w, b) => {
      let gw = 0, gb = 0;
      for (const x of xs) {
        const z = w * x + b;
        if (z > 0) { gw += (z - target) * x; gb += z - target; }
      }
      return [gw / xs.length, gb / xs.length];
    };
    const share = (w, b) => xs.filter((x) => w * x + b > 0).length / xs.length;
    return () => {
      const [gw, gb] = gradients(1, bias());
      const w = 1 - rate() * gw, b = bias() - rate() * gb;
      const [nw, nb] = gradients(w, b);
      const ends = [-3, 3];
      const alive = share(w, b), size = Math.hypot(nw, nb);
      return {
        traces: [
          { x: xs, y: xs.map((x) => relu(w * x + b)), mode: "markers",
            name: "outputs after the step",
            marker: { color: "#0072B2", size: 7, opacity: 0.6 } },
          { x: ends, y: ends.map((x) => w * x + b), mode: "lines",
            name: "w·x + b after the step", line: { color: "#D55E00", width: 3 } },
          { x: ends, y: ends.map((x) => x + bias()), mode: "lines",
            name: "w·x + b before", line: { color: "#888", width: 2, dash: "dash" } },
        ],
        xaxis: { title: "input x", range: [-3, 3] },
        yaxis: { title: "pre-activation, output", range: [-8, 5] },
        says: `Before the step the unit is active for ${show(100 * share(1, bias()))} % ` +
          `of the data, after it for ${show(100 * alive)} %. ` +
          (alive === 0 ? "Its gradient is now exactly 0: it is dead."
            : `Its gradient now has size ${show(size)}.`),
      };
    };
  }

  function bornDead(box, redraw) {
    const width = slider(box, "Units a layer N", 1, 10, 1, 3, redraw);
    const depth = slider(box, "Hidden layers", 1, 100, 1, 9, redraw);
    const layers = range(1, 100, 100);
    const bound = (n, l) => 1 - (1 - 2 ** -n) ** l;
    return () => ({
      traces: [
        line("relu", layers, layers.map((l) => bound(width(), l)),
          { name: `N = ${width()}` }),
        line("leaky", layers, layers.map((l) => bound(width() + 1, l)),
          { name: `N = ${width() + 1}` }),
        { x: [depth()], y: [bound(width(), depth())], mode: "markers",
          showlegend: false, marker: { size: 12, color: "#D55E00" } },
      ],
      xaxis: { title: "hidden layers" },
      yaxis: { title: "bound on P(born dead)", range: [0, 1.02] },
      says: `With ${depth()} hidden layers of ${width()} units, at most ` +
        `${show(100 * bound(width(), depth()))} % of the networks are born dead.`,
    });
  }

  function variants(box, redraw) {
    const kinds = ["relu", "leaky", "elu", "selu", "gelu", "silu"];
    const shown = Object.fromEntries(kinds.map((key) =>
      [key, tick(box, ACTIVATIONS[key].name, true, redraw)]));
    const derivative = tick(box, "Show derivatives", false, redraw);
    const slope = slider(box, "Negative slope of leaky ReLU", 0, 1, 0.01, 0.1, redraw);
    const alpha = slider(box, "α of ELU", 0.1, 2, 0.1, 1, redraw);
    const xs = range(-4, 3, 281);
    return () => {
      const active = kinds.filter((key) => shown[key]());
      const pick = (key) => ACTIVATIONS[key][derivative() ? "df" : "f"];
      return {
        traces: active.map((key) => line(key, xs,
          xs.map((x) => pick(key)(x, slope(), alpha())))),
        xaxis: { title: "input x" },
        yaxis: { title: derivative() ? "derivative" : "output" },
        says: active.length ? `At x = −2: ${active.map((key) =>
          `${ACTIVATIONS[key].name} ${show(pick(key)(-2, slope(), alpha()))}`)
          .join(", ")}.` : "Tick a function to see it.",
      };
    };
  }

  const BUILDERS = { activation, chain, scale, dying, born_dead: bornDead, variants };

  // -------------------------------------------------------------------- drawing
  function layout({ xaxis, yaxis }) {
    const css = getComputedStyle(document.documentElement);
    const ink = css.getPropertyValue("--pst-color-text-base").trim() || "#222";
    const grid = "rgba(128, 128, 128, 0.25)";
    const axis = ({ title, ...rest }) => ({ title: { text: title }, gridcolor: grid,
      zerolinecolor: "rgba(128, 128, 128, 0.6)", ...rest });
    return {
      xaxis: axis(xaxis), yaxis: axis(yaxis), font: { color: ink, size: 13 },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", height: 340,
      margin: { l: 62, r: 8, t: 8, b: 44 },
      legend: { orientation: "h", y: 1.02, yanchor: "bottom" },
    };
  }

  function build(container) {
    const box = document.createElement("div");
    const plot = document.createElement("div");
    const says = document.createElement("p");
    box.className = "live-controls";
    plot.className = "live-plot";
    plot.setAttribute("aria-hidden", "true");  // the sentence below says the same
    says.className = "live-says";
    says.setAttribute("role", "status");
    let state = () => null;
    const redraw = () => {
      const now = state();
      if (now === null) return;
      says.textContent = now.says;
      window.Plotly.react(plot, now.traces, layout(now),
        { displayModeBar: false, responsive: true, scrollZoom: false });
    };
    state = BUILDERS[container.dataset.live](box, redraw);
    container.classList.add("is-live");
    container.append(box, plot, says);
    redraw();
    new MutationObserver(redraw).observe(document.documentElement,
      { attributes: true, attributeFilter: ["data-theme"] });
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

  function start() {
    const watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        loadPlotly().then(() => build(target));
      }
    }, { rootMargin: "200px" });
    document.querySelectorAll("[data-live]").forEach((node) => watcher.observe(node));
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
