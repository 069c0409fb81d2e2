# %% wrong: every_unit_doubles
# hint: 2ᴰ on and off patterns exist, but lines in a plane do not make all of them: three
# lines make 7 regions, not 8.
def max_regions(inputs, units):
    return 2**units


# %% wrong: one_more_than_units
# hint: D + 1 holds on a line. In a plane a new line cuts several regions at once.
def max_regions(inputs, units):
    return units + 1


# %% wrong: sum_stops_too_early
# hint: range(inputs) ends before `inputs`. The last term of the sum is missing.
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(inputs))


# %% wrong: sum_starts_at_one
# hint: The sum starts at j = 0: with no cut there is one region.
def max_regions(inputs, units):
    import math

    return sum(math.comb(units, j) for j in range(1, inputs + 1))


# %% wrong: last_term_only
# hint: One binomial coefficient is only the last term. Add all from j = 0.
def max_regions(inputs, units):
    import math

    return math.comb(units, inputs)


# %% wrong: binomial_turned_round
# hint: The number of units stands above, j below: comb(units, j).
def max_regions(inputs, units):
    import math

    return sum(math.comb(inputs, j) for j in range(units + 1))


# %% wrong: units_times_inputs
# hint: Regions do not simply add up along the axes. Use the sum of the text.
def max_regions(inputs, units):
    return (units + 1) ** inputs


# %% wrong: floats
# hint: Factorials divided as floats are not exact, and not an int. Use math.comb, or //.
def max_regions(inputs, units):
    import math

    total = 0.0
    for j in range(min(inputs, units) + 1):
        total += math.factorial(units) / math.factorial(j) / math.factorial(units - j)
    return total


# %% wrong: few_units_forgotten
# hint: With units < inputs your formula asks for the factorial of a negative number. Let
# the sum end at the smaller of both.
def max_regions(inputs, units):
    import math

    f = math.factorial
    return sum(f(units) // f(j) // f(units - j) for j in range(inputs + 1))


# %% right: comb
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
