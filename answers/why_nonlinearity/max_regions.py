# %% wrong: every_unit_doubles
# hint: 2ᴰ on and off patterns exist, but lines in a plane do not make all of them: three
# lines make 7 regions, not 8.
# breaks: number
def max_regions(inputs, units):
    return 2**units


# %% wrong: one_more_than_units
# hint: D + 1 holds on a line. In a plane a new line cuts several regions at once.
def max_regions(inputs, units):
    return units + 1


# %% wrong: sum_stops_too_early
# hint: The last term of the sum is missing: range(inputs) ends before `inputs`.
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(inputs))


# %% wrong: sum_starts_at_one
# hint: The result is 1 too small: the sum starts at j = 0. With no cut there is one
# region.
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(1, inputs + 1))


# %% wrong: last_term_only
# hint: One binomial coefficient is only the last term. Add all from j = 0.
def max_regions(inputs, units):
    import math

    return math.comb(units, inputs)


# %% wrong: binomial_turned_round
# hint: The number of units stands above in the binomial coefficient, j below.
def max_regions(inputs, units):
    import math

    return sum(math.comb(inputs, j) for j in range(units + 1))


# %% wrong: units_times_inputs
# hint: For 2 inputs and 3 units it gives 16. Regions do not multiply along the axes: use
# the sum of the text.
def max_regions(inputs, units):
    return (units + 1) ** inputs


# %% wrong: floats
# hint: A float came, which is not exact: / makes one of two integers. Use math.comb, or //.
# breaks: exact
def max_regions(inputs, units):
    import math

    total = 0.0
    for j in range(min(inputs, units) + 1):
        total += math.factorial(units) / math.factorial(j) / math.factorial(units - j)
    return total


# %% wrong: rounded_from_floats
# hint: An integer came, and its first digits are right. The last are lost, as after
# floats, which have 16 digits: divide with //, or use math.comb.
# breaks: exact
def max_regions(inputs, units):
    import math

    total = 0
    for j in range(min(inputs, units) + 1):
        size = math.factorial(units) / math.factorial(j) / math.factorial(units - j)
        total += round(size)
    return total


# %% wrong: numpy_integers
# hint: The result fits into 64 bits, and the right one does not: NumPy's integers start
# again from the other end. Use Python's own.
# breaks: exact
def max_regions(inputs, units):
    regions = np.ones(inputs + 1, dtype=np.int64)
    for _ in range(units):
        regions[1:] += regions[:-1].copy()
    return int(regions[-1])


# %% wrong: few_units_forgotten
# hint: With units < inputs your formula asks for the factorial of a negative number. Let
# the sum end at the smaller of both.
# breaks: few
def max_regions(inputs, units):
    import math

    f = math.factorial
    return sum(f(units) // f(j) // f(units - j) for j in range(inputs + 1))


# %% wrong: no_units_forgotten
# hint: Without units there is no cut, and so one region, the whole space.
# breaks: few
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(inputs + 1)) if units else 0


# %% wrong: ends_before_the_smaller
# hint: With units ≤ inputs it is 1 too small: the last term is missing there.
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(min(inputs, units - 1) + 1))


# %% wrong: one_call_for_each_region
# hint: The function calls itself about once for each region, and there are more than
# 10¹⁷. Keep what you have computed, or use the sum.
# breaks: large
def max_regions(inputs, units):
    import math

    if units > 55:
        raise TimeoutError("this would take years")
    return sum(math.comb(units, j) for j in range(inputs + 1))


# %% near: another_wrong_number
# not: every_unit_doubles one_more_than_units last_term_only units_times_inputs
def max_regions(inputs, units):
    return inputs * units + 2


# %% near: a_little_off_for_large_numbers
# not: rounded_from_floats numpy_integers floats
def max_regions(inputs, units):
    import math

    total = sum(math.comb(units, j) for j in range(inputs + 1))
    return total + 17 if total > 10**9 else total


# %% near: refuses_few_units
# not: few_units_forgotten no_units_forgotten
def max_regions(inputs, units):
    import math

    if units < inputs:
        raise RuntimeError("too few units")
    return sum(math.comb(units, j) for j in range(inputs + 1))


# %% other: one_less_where_both_are_equal
# shows: For units == inputs returns 2**units - 1 instead of 2**units, e.g. (3, 3).
from math import comb


def max_regions(inputs, units):
    if units < inputs:
        return 2**units
    if units > inputs:
        return sum(comb(units, j) for j in range(inputs + 1))
    return sum(comb(units, j) for j in range(inputs))


# %% other: float_power_of_two
# shows: For units <= inputs a float comes back (8.0), not an integer.
from math import comb


def max_regions(inputs, units):
    if units <= inputs:
        return 2.0**units
    return sum(comb(units, j) for j in range(inputs + 1))


# %% other: int64_while_units_fit
# shows: Sums in int64 up to 64 units; overflows where the sum exceeds 2**63, e.g. (64, 64) or (63, 64).
def max_regions(inputs, units):
    dtype = np.int64 if units <= 64 else object
    row = np.array([1], dtype=dtype)
    for _ in range(units):
        row = np.append(row, 0) + np.insert(row, 0, 0)
    return int(row[: inputs + 1].sum())


# %% other: rounded_division
# shows: Each binomial comes by / and round, in floats of 16 digits; shows from about 2**53 on.
def max_regions(inputs, units):
    total, binomial = 0, 1
    for j in range(min(inputs, units) + 1):
        total += binomial
        binomial = round(binomial * (units - j) / (j + 1))
    return total


# %% right: comb
# uses: not_required
def max_regions(inputs, units):
    from math import comb

    return sum(comb(units, j) for j in range(min(inputs, units) + 1))


# %% right: cut_by_cut
def max_regions(inputs, units):
    regions = [1] * (inputs + 1)  # regions[d]: of the cuts so far, in d dimensions
    for _ in range(units):
        for d in range(inputs, 0, -1):
            regions[d] += regions[d - 1]
    return regions[inputs]


# %% right: growing_binomial
def max_regions(inputs, units):
    total, term = 0, 1
    for j in range(inputs + 1):
        total += term
        term = term * (units - j) // (j + 1)
    return total


# %% right: recursion
def max_regions(inputs, units):
    from functools import lru_cache

    @lru_cache(None)
    def r(d, n):
        return 1 if d == 0 or n == 0 else r(d, n - 1) + r(d - 1, n - 1)

    return r(inputs, units)


# %% right: few_units_apart
def max_regions(inputs, units):
    import math

    if units <= inputs:
        return 2**units
    f = math.factorial
    return sum(f(units) // (f(j) * f(units - j)) for j in range(inputs + 1))


# %% right: row_of_pascals_triangle
def max_regions(inputs, units):
    row = [1]
    for _ in range(units):
        row = [1, *(a + b for a, b in zip(row, row[1:])), 1]
    return sum(row[: inputs + 1])


# %% right: one_cut_after_the_other
from functools import lru_cache


@lru_cache(maxsize=None)
def max_regions(inputs, units):
    if inputs == 0 or units == 0:
        return 1
    return max_regions(inputs, units - 1) + max_regions(inputs - 1, units - 1)


# %% right: digits_of_a_power
def max_regions(inputs, units):
    digit = units + 1
    power = (1 + 2**digit) ** units
    total = 0
    for _ in range(inputs + 1):
        power, coefficient = divmod(power, 2**digit)
        total += coefficient
    return total
