package io.gatun.op;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Functions of float32 lanes as polynomials: the same bits on every machine, interpreted or compiled.
///
/// The Vector API's own `EXP`, `LOG` and so on call a native library once compiled and Java's scalar functions
/// before, so a result could change while the JVM warms up. NaN stays NaN, infinities and overflow give what
/// `java.lang.Math` gives, subnormal operands and results are not flushed. Comparisons and blends stand where
/// `min` and `max` would, because those carry Java's rules for NaN and −0 at the price of four instructions.
///
/// A method fits into 325 bytes of code, the largest that C2 inlines: a call left standing would box its vectors.
public final class LaneMath {

    private static final float MAGIC = 0x1.8p23f; // adding it rounds a small float to an integer in the low bits
    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 355f / 512; // nine bits: its multiples by a small integer are exact
    private static final float LN2_LOW = -2.1219444e-4f;
    private static final float TWO_23 = 0x1p23f;
    private static final float WAVE_LIMIT = 1e4f; // beyond it three parts of π/2 are too few

    private LaneMath() {}

    // The JDK's methods of two vectors take a `Vector`, and a class that hands them a `FloatVector` is verified only
    // where that type can be loaded. Ops must load without it: on the class path the module may be missing.

    /// Returns a + b.
    public static FloatVector add(FloatVector a, FloatVector b) {
        return a.add(b);
    }

    /// Returns a − b.
    public static FloatVector sub(FloatVector a, FloatVector b) {
        return a.sub(b);
    }

    /// Returns a · b.
    public static FloatVector mul(FloatVector a, FloatVector b) {
        return a.mul(b);
    }

    /// Returns a / b.
    public static FloatVector div(FloatVector a, FloatVector b) {
        return a.div(b);
    }

    /// Returns a · b + c, rounded once.
    public static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
        return a.fma(b, c);
    }

    /// Returns the larger of a and b, as [Math#max(float, float)] does.
    public static FloatVector max(FloatVector a, FloatVector b) {
        return a.max(b);
    }

    /// Returns the smaller of a and b, as [Math#min(float, float)] does.
    public static FloatVector min(FloatVector a, FloatVector b) {
        return a.min(b);
    }

    /// Returns a to the power of b, as the JDK computes it.
    public static FloatVector pow(FloatVector a, FloatVector b) {
        return a.pow(b);
    }

    /// Returns a where the mask is set, else b.
    public static FloatVector where(VectorMask<Float> mask, FloatVector a, FloatVector b) {
        return b.blend(a, mask);
    }

    /// Returns eˣ within 1.5 ulp (Cephes' polynomial on |r| ≤ ln 2 / 2).
    public static FloatVector exp(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        FloatVector v = x.blend(89f, x.compare(VectorOperators.GT, 89f)); // e⁸⁹ overflows
        v = v.blend(-104f, v.compare(VectorOperators.LT, -104f)); // e⁻¹⁰⁴ rounds to 0
        FloatVector z = v.fma(LOG2_E, MAGIC);
        FloatVector n = z.sub(MAGIC);
        FloatVector r = n.fma(FloatVector.broadcast(s, -LN2_HIGH), v);
        r = n.fma(FloatVector.broadcast(s, -LN2_LOW), r);
        FloatVector p = r.fma(1.9875691e-4f, 0.0013981999f);
        p = p.fma(r, FloatVector.broadcast(s, 0.008333452f));
        p = p.fma(r, FloatVector.broadcast(s, 0.041665796f));
        p = p.fma(r, FloatVector.broadcast(s, 0.16666666f));
        p = p.fma(r, FloatVector.broadcast(s, 0.5f));
        p = p.fma(r.mul(r), r).add(1f);
        // 2ⁿ in two factors, for n may lie outside the exponents of normal floats
        IntVector bits = z.reinterpretAsInts();
        IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
        FloatVector y = p.reinterpretAsInts()
                .add(half.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
        return y.mul(bits.sub(half)
                .lanewise(VectorOperators.LSHL, 23)
                .add(0x3F800000)
                .reinterpretAsFloats());
    }

    /// Returns eˣ − 1 within 2 ulp: 2ⁿ q + (2ⁿ − 1) with q = eʳ − 1.
    public static FloatVector expm1(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        FloatVector v = x.blend(89f, x.compare(VectorOperators.GT, 89f));
        v = v.blend(-20f, v.compare(VectorOperators.LT, -20f)); // e⁻²⁰ − 1 rounds to −1
        FloatVector z = v.fma(LOG2_E, MAGIC);
        FloatVector n = z.sub(MAGIC);
        FloatVector r = n.fma(FloatVector.broadcast(s, -LN2_HIGH), v);
        r = n.fma(FloatVector.broadcast(s, -LN2_LOW), r);
        FloatVector p = r.fma(1.9875691e-4f, 0.0013981999f);
        p = p.fma(r, FloatVector.broadcast(s, 0.008333452f));
        p = p.fma(r, FloatVector.broadcast(s, 0.041665796f));
        p = p.fma(r, FloatVector.broadcast(s, 0.16666666f));
        p = p.fma(r, FloatVector.broadcast(s, 0.5f));
        p = p.fma(r.mul(r), r);
        // half of 2ⁿ, which does not overflow where the result does not
        FloatVector scale = z.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, 23)
                .add(0x3F000000)
                .reinterpretAsFloats();
        FloatVector y = p.fma(scale, scale.sub(0.5f)).mul(2f);
        return y.blend(x, x.compare(VectorOperators.EQ, 0f)); // keeps −0
    }

    /// Returns log x within 1.5 ulp (Cephes' polynomial on √½ ≤ m < √2): −∞ at 0, NaN below.
    public static FloatVector log(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(TWO_23), tiny).reinterpretAsInts();
        IntVector exponent = bits.sub(0x3F3504F3).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        // an integer below 2²² to a float: put it into the low bits of MAGIC
        FloatVector e = exponent.add(0x4B400000).reinterpretAsFloats().sub(MAGIC);
        e = e.blend(e.sub(23f), tiny);
        FloatVector p = f.fma(0.070376836f, -0.1151461f);
        p = p.fma(f, FloatVector.broadcast(s, 0.116769984f));
        p = p.fma(f, FloatVector.broadcast(s, -0.12420141f));
        p = p.fma(f, FloatVector.broadcast(s, 0.14249323f));
        p = p.fma(f, FloatVector.broadcast(s, -0.16668057f));
        p = p.fma(f, FloatVector.broadcast(s, 0.20000714f));
        p = p.fma(f, FloatVector.broadcast(s, -0.24999994f));
        p = p.fma(f, FloatVector.broadcast(s, 0.3333333f));
        FloatVector square = f.mul(f);
        FloatVector y = p.mul(f).mul(square);
        y = e.fma(FloatVector.broadcast(s, LN2_LOW), y);
        y = square.fma(FloatVector.broadcast(s, -0.5f), y).add(f);
        y = e.fma(FloatVector.broadcast(s, LN2_HIGH), y);
        return atEdges(x, y);
    }

    /// Returns what a logarithm is outside the positive numbers, `y` inside.
    private static FloatVector atEdges(FloatVector x, FloatVector y) {
        FloatVector edge = y.blend(
                x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not());
        edge = edge.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        return edge.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    }

    /// Returns log(1 + x) within 2.5 ulp: log u + (x − (u − 1)) / u with u = 1 + x rounded (Kahan).
    public static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1f);
        FloatVector log = log(u);
        FloatVector lost = x.sub(u.sub(1f)).div(u);
        FloatVector y = log.blend(
                log.add(lost), log.abs().compare(VectorOperators.LT, Float.POSITIVE_INFINITY)); // else 0 / 0 or ∞ − ∞
        return y.blend(x, u.compare(VectorOperators.EQ, 1f));
    }

    /// Returns log(1 + eˣ) within 4 ulp: max(x, 0) + 2 artanh(e / (2 + e)) with e = exp −|x|.
    public static FloatVector softplus(FloatVector x) {
        VectorSpecies<Float> species = x.species();
        FloatVector e = exp(x.abs().neg());
        FloatVector s = e.div(e.add(2f));
        FloatVector q = s.mul(s); // at most 1/9
        FloatVector p = q.fma(2f / 15, 2f / 13);
        p = p.fma(q, FloatVector.broadcast(species, 2f / 11));
        p = p.fma(q, FloatVector.broadcast(species, 2f / 9));
        p = p.fma(q, FloatVector.broadcast(species, 2f / 7));
        p = p.fma(q, FloatVector.broadcast(species, 2f / 5));
        p = p.fma(q, FloatVector.broadcast(species, 2f / 3));
        p = p.fma(q, FloatVector.broadcast(species, 2f));
        FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
        return p.fma(s, positive);
    }

    /// Returns 1 / (1 + e⁻ˣ) within 3 ulp, also where it is small: e⁻ᵃ / (1 + e⁻ᵃ) with a = |x| below 0.
    public static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector top = FloatVector.broadcast(x.species(), 1f).blend(e, x.compare(VectorOperators.LT, 0f));
        return top.div(e.add(1f));
    }

    /// Returns tanh x within 5 ulp: a rational function of degree 13 over 6 on |x| ≤ 8 (Eigen's).
    public static FloatVector tanh(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        FloatVector v = x.blend(7.9988117f, x.compare(VectorOperators.GT, 7.9988117f));
        v = v.blend(-7.9988117f, v.compare(VectorOperators.LT, -7.9988117f));
        FloatVector q = v.mul(v);
        FloatVector p = q.fma(-2.7607684e-16f, 2.000188e-13f);
        p = p.fma(q, FloatVector.broadcast(s, -8.604672e-11f));
        p = p.fma(q, FloatVector.broadcast(s, 5.1222973e-8f));
        p = p.fma(q, FloatVector.broadcast(s, 1.48572235e-5f));
        p = p.fma(q, FloatVector.broadcast(s, 6.3726195e-4f));
        p = p.fma(q, FloatVector.broadcast(s, 0.0048935246f)).mul(v);
        FloatVector d = q.fma(1.1982584e-6f, 1.1853471e-4f);
        d = d.fma(q, FloatVector.broadcast(s, 0.0022684347f));
        d = d.fma(q, FloatVector.broadcast(s, 0.004893525f));
        FloatVector y = p.div(d);
        y = y.blend(1f, x.compare(VectorOperators.GT, 9f));
        y = y.blend(-1f, x.compare(VectorOperators.LT, -9f));
        return y.blend(x, q.compare(VectorOperators.LT, 1e-7f)); // keeps −0 and subnormals
    }

    /// Returns the error function within 6 ulp: a rational function of degree 13 over 8 on |x| ≤ 4 (Eigen's).
    public static FloatVector erf(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        FloatVector v = x.blend(4f, x.compare(VectorOperators.GT, 4f));
        v = v.blend(-4f, v.compare(VectorOperators.LT, -4f));
        FloatVector q = v.mul(v);
        FloatVector p = q.fma(-2.7261424e-10f, 2.7706815e-8f);
        p = p.fma(q, FloatVector.broadcast(s, -2.101024e-6f));
        p = p.fma(q, FloatVector.broadcast(s, -5.6925062e-5f));
        p = p.fma(q, FloatVector.broadcast(s, -7.3499064e-4f));
        p = p.fma(q, FloatVector.broadcast(s, -0.0029546f));
        p = p.fma(q, FloatVector.broadcast(s, -0.016096033f)).mul(v);
        FloatVector d = q.fma(-1.45660715e-5f, -2.1337405e-4f);
        d = d.fma(q, FloatVector.broadcast(s, -0.001682827f));
        d = d.fma(q, FloatVector.broadcast(s, -0.0073733293f));
        d = d.fma(q, FloatVector.broadcast(s, -0.014264739f));
        FloatVector y = p.div(d);
        y = y.blend(1f, x.compare(VectorOperators.GE, 4f));
        return y.blend(-1f, x.compare(VectorOperators.LE, -4f));
    }

    /// Returns x · Φ(x) within 6e-7 · max(1, |x|).
    public static FloatVector gelu(FloatVector x) {
        FloatVector v = x.blend(-8f, x.compare(VectorOperators.LT, -8f)); // Φ is 0 there; −∞ · 0 would be NaN
        return erf(x.mul(0.70710677f)).add(1f).mul(0.5f).mul(v);
    }

    /// Returns Φ(x) + x φ(x), the derivative of [#gelu], within 1e-6 · max(1, |x|): both from one exponential,
    /// Φ's tail as a polynomial of 1 / (1 + p |x|) times it (Abramowitz and Stegun 7.1.26).
    public static FloatVector geluSlope(FloatVector x) {
        VectorSpecies<Float> s = x.species();
        FloatVector e = exp(x.mul(x).mul(-0.5f));
        FloatVector t = FloatVector.broadcast(s, 1f).div(x.abs().fma(0.3275911f * 0.70710677f, 1f));
        FloatVector p = t.fma(1.0614054f, -1.4531521f);
        p = p.fma(t, FloatVector.broadcast(s, 1.4214138f));
        p = p.fma(t, FloatVector.broadcast(s, -0.28449672f));
        p = p.fma(t, FloatVector.broadcast(s, 0.2548296f));
        FloatVector tail = p.mul(t).mul(e).mul(0.5f); // Φ(−|x|)
        FloatVector distribution = tail.neg().add(1f).blend(tail, x.compare(VectorOperators.LT, 0f));
        return x.mul(e).fma(FloatVector.broadcast(s, 0.3989423f), distribution);
    }

    /// Returns x · sigmoid(2u) = x (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³), within 2e-6 of it.
    public static FloatVector geluTanh(FloatVector x) {
        FloatVector v = x.blend(-20f, x.compare(VectorOperators.LT, -20f)); // the result is −0 there
        FloatVector cubic = v.mul(v).fma(1.5957692f * 0.044715f, 1.5957692f);
        return v.mul(sigmoid(cubic.mul(v)));
    }

    /// Returns sin x within 2 ulp or 1e-7, whichever is more.
    public static FloatVector sin(FloatVector x) {
        FloatVector y = wave(x, 0).blend(x, x.compare(VectorOperators.EQ, 0f)); // keeps −0
        VectorMask<Float> large = x.abs().compare(VectorOperators.GT, WAVE_LIMIT);
        return large.anyTrue() ? y.blend(x.lanewise(VectorOperators.SIN), large) : y;
    }

    /// Returns cos x within 2 ulp or 1e-7, whichever is more.
    public static FloatVector cos(FloatVector x) {
        FloatVector y = wave(x, 1);
        VectorMask<Float> large = x.abs().compare(VectorOperators.GT, WAVE_LIMIT);
        return large.anyTrue() ? y.blend(x.lanewise(VectorOperators.COS), large) : y;
    }

    /// Returns sin(x + quarters · π/2): Cephes' polynomials after taking away multiples of π/2 in three parts.
    private static FloatVector wave(FloatVector x, int quarters) {
        VectorSpecies<Float> s = x.species();
        FloatVector z = x.fma(0.63661975f, MAGIC);
        FloatVector n = z.sub(MAGIC);
        FloatVector r = n.fma(FloatVector.broadcast(s, -1.5707964f), x);
        r = n.fma(FloatVector.broadcast(s, 4.371139e-8f), r);
        r = n.fma(FloatVector.broadcast(s, 1.7151245e-15f), r);
        FloatVector q = r.mul(r);
        FloatVector sin = q.fma(-1.9515296e-4f, 0.008332161f);
        sin = sin.fma(q, FloatVector.broadcast(s, -0.16666655f)).mul(q);
        sin = sin.fma(r, r);
        FloatVector cos = q.fma(2.4433157e-5f, -0.0013887316f);
        cos = cos.fma(q, FloatVector.broadcast(s, 0.041666646f));
        cos = cos.fma(q, FloatVector.broadcast(s, -0.5f));
        cos = cos.fma(q, FloatVector.broadcast(s, 1f));
        IntVector quadrant = z.reinterpretAsInts().add(quarters);
        VectorMask<Float> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(s);
        IntVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
        return sin.blend(cos, odd)
                .reinterpretAsInts()
                .lanewise(VectorOperators.XOR, sign)
                .reinterpretAsFloats();
    }

    /// Returns the largest integer not above x.
    public static FloatVector floor(FloatVector x) {
        FloatVector r = nearest(x);
        r = r.blend(r.sub(1f), r.compare(VectorOperators.GT, x));
        return integral(x, r);
    }

    /// Returns the smallest integer not below x.
    public static FloatVector ceil(FloatVector x) {
        FloatVector r = nearest(x);
        r = r.blend(r.add(1f), r.compare(VectorOperators.LT, x));
        return integral(x, r);
    }

    private static FloatVector nearest(FloatVector x) {
        FloatVector r = x.abs().add(TWO_23).sub(TWO_23);
        return r.blend(r.neg(), x.compare(VectorOperators.LT, 0f));
    }

    /// Returns `r` with the sign of `x`, which a zero may lack; `x` itself where it has no fraction.
    private static FloatVector integral(FloatVector x, FloatVector r) {
        FloatVector signed = r.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
        return x.blend(signed, x.abs().compare(VectorOperators.LT, TWO_23));
    }

    /// Returns −1, 0 or 1 by the sign of x; ±0 and NaN stay.
    public static FloatVector sign(FloatVector x) {
        return x.blend(1f, x.compare(VectorOperators.GT, 0f)).blend(-1f, x.compare(VectorOperators.LT, 0f));
    }

    /// Returns 1 where x is positive, else 0; NaN stays.
    public static FloatVector step(FloatVector x) {
        return x.blend(1f, x.compare(VectorOperators.GT, 0f)).blend(0f, x.compare(VectorOperators.LE, 0f));
    }
}
