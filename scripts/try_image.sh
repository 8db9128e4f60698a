
# And the image besides (scripts/try-packages): encodings, fonts, time zones and certificates are in it.
rox init latin --into cities --quiet
rox run -C cities --quiet
test "$(rox query -C cities --csv 'SELECT name FROM cities ORDER BY 1' | tail -n 1)" = 'São Paulo'
rox report --charts png --quiet
test "$(find reports -name '*.png' -size +4k | wc -l)" -ge 1
test -s ../usr/share/zoneinfo/America/Sao_Paulo
test "$(grep -c BEGIN ../etc/ssl/certs/ca-certificates.crt)" -gt 100
