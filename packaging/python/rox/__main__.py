from rox import main

main()
