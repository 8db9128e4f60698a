"""Schemas whose keys and relations are known, in the naming styles that real databases have.

A schema is text, a line a table:   name rows: column type, column type, ...
    id [START [STEP]]    whole numbers that go up: START (1), START + STEP, ...; `sparse`: with random gaps
    code PREFIX          AB00017, different in every row
    uuid                 a random UUID, different in every row
    ref TABLE.COLUMN     a value of that column (a relation);  ref? : missing in a tenth of the rows;
                         ref1: each value at most once;  ref~ : one row in fifty is an orphan
    int LOW HIGH, money, text, word A|B|C, date, moment, flag, name
    hash                 32 digits in base 16, different in every row;  mixed START PREFIX: numbers, some with a prefix
    days FIRST FORMAT    one day after another;  day_of COLUMN: the same day, with dashes
    same COLUMN NAME     what the row that COLUMN refers to has there
    ref#: only the numbers of a `mixed` key;  ref< T.C N: of the first N;  reft: of rows before this one
    seq COLUMN           1, 2, 3, ... within rows that have the same value in COLUMN
`key (a, b)` states the primary key (default: the first column), `ref (a, b) TABLE (c, d)` a composite relation, whose
columns are filled from rows of TABLE. Schemas in HEADERLESS are exported without the names of columns.
"""

SCHEMAS = {}
HEADERLESS = {"star_no_header", "parts_no_header"}

SCHEMAS["northwind"] = """
categories 8: CategoryID id, CategoryName name, Description text
suppliers 29: SupplierID id, CompanyName name, ContactName name, City name, Country word Brazil|USA|Germany
products 77: ProductID id, ProductName name, SupplierID ref suppliers.SupplierID, CategoryID ref categories.CategoryID, UnitPrice money, UnitsInStock int 0 120, ReorderLevel int 0 30, Discontinued flag
customers 91: CustomerID code ALF, CompanyName name, ContactTitle word Owner|Agent, City name, Phone text
employees 9: EmployeeID id, LastName name, FirstName name, BirthDate date, ReportsTo ref? employees.EmployeeID
orders 830: OrderID id 10248, CustomerID ref customers.CustomerID, EmployeeID ref employees.EmployeeID, OrderDate date, Freight money, ShipCountry word Brazil|USA|Germany
order_details 2155: OrderID ref orders.OrderID, ProductID ref products.ProductID, UnitPrice money, Quantity int 1 100, Discount money; key (OrderID, ProductID)
region 4: RegionID id, RegionDescription name
territories 53: TerritoryID code T, TerritoryDescription name, RegionID ref region.RegionID
employee_territories 49: EmployeeID ref employees.EmployeeID, TerritoryID ref1 territories.TerritoryID; key (EmployeeID, TerritoryID)
"""

SCHEMAS["chinook"] = """
Artist 275: ArtistId id, Name name
Album 347: AlbumId id, Title name, ArtistId ref Artist.ArtistId
MediaType 5: MediaTypeId id, Name name
Genre 25: GenreId id, Name name
Track 3503: TrackId id, Name text, AlbumId ref Album.AlbumId, MediaTypeId ref MediaType.MediaTypeId, GenreId ref Genre.GenreId, Composer text, Milliseconds int 10000 500000, Bytes int 100000 9000000, UnitPrice money
Playlist 18: PlaylistId id, Name name
PlaylistTrack 8715: PlaylistId ref Playlist.PlaylistId, TrackId ref Track.TrackId; key (PlaylistId, TrackId)
Employee 8: EmployeeId id, LastName name, Title name, ReportsTo ref? Employee.EmployeeId, BirthDate date, City name
Customer 59: CustomerId id, FirstName name, LastName name, Country word Brazil|USA|Canada, Email text, SupportRepId ref Employee.EmployeeId
Invoice 412: InvoiceId id, CustomerId ref Customer.CustomerId, InvoiceDate moment, BillingCity name, Total money
InvoiceLine 2240: InvoiceLineId id, InvoiceId ref Invoice.InvoiceId, TrackId ref Track.TrackId, UnitPrice money, Quantity int 1 3
"""

SCHEMAS["sakila"] = """
country 109: country_id id, country name, last_update moment
city 600: city_id id, city name, country_id ref country.country_id, last_update moment
address 603: address_id id, address text, district name, city_id ref city.city_id, postal_code int 1000 99999, phone text
store 2: store_id id, manager_staff_id ref staff.staff_id, address_id ref address.address_id
staff 8: staff_id id, first_name name, last_name name, address_id ref address.address_id, store_id ref store.store_id, active flag
customer 599: customer_id id, store_id ref store.store_id, first_name name, last_name name, email text, address_id ref address.address_id, active flag, create_date moment
language 6: language_id id, name name
film 1000: film_id id, title text, release_year int 1990 2006, language_id ref language.language_id, original_language_id ref? language.language_id, rental_duration int 3 7, rental_rate money, length int 46 185, rating word G|PG|R
actor 200: actor_id id, first_name name, last_name name
film_actor 5462: actor_id ref actor.actor_id, film_id ref film.film_id, last_update moment; key (actor_id, film_id)
category 16: category_id id, name name
film_category 1000: film_id ref1 film.film_id, category_id ref category.category_id; key (film_id, category_id)
inventory 4581: inventory_id id, film_id ref film.film_id, store_id ref store.store_id
rental 6044: rental_id id, rental_date moment, inventory_id ref inventory.inventory_id, customer_id ref customer.customer_id, return_date moment, staff_id ref staff.staff_id
payment 6049: payment_id id, customer_id ref customer.customer_id, staff_id ref staff.staff_id, rental_id ref? rental.rental_id, amount money, payment_date moment
"""

SCHEMAS["tpch"] = """
region 5: r_regionkey id 0, r_name name, r_comment text
nation 25: n_nationkey id 0, n_name name, n_regionkey ref region.r_regionkey, n_comment text
supplier 100: s_suppkey id, s_name code Supplier, s_address text, s_nationkey ref nation.n_nationkey, s_phone text, s_acctbal money
customer 1500: c_custkey id, c_name code Customer, c_nationkey ref nation.n_nationkey, c_acctbal money, c_mktsegment word BUILDING|AUTO|FURNITURE
part 2000: p_partkey id, p_name text, p_brand word Brand1|Brand2, p_size int 1 50, p_retailprice money
partsupp 8000: ps_partkey ref part.p_partkey, ps_suppkey ref supplier.s_suppkey, ps_availqty int 1 9999, ps_supplycost money; key (ps_partkey, ps_suppkey)
orders 15000: o_orderkey id 1 4, o_custkey ref customer.c_custkey, o_orderstatus word O|F|P, o_totalprice money, o_orderdate date, o_shippriority int 0 0
lineitem 40000: l_orderkey ref orders.o_orderkey, l_partkey int 0 0, l_suppkey int 0 0, l_linenumber seq l_orderkey, l_quantity int 1 50, l_extendedprice money, l_discount money, l_returnflag word A|N|R, l_shipdate date; key (l_orderkey, l_linenumber); ref (l_partkey, l_suppkey) partsupp (ps_partkey, ps_suppkey); also l_partkey part.p_partkey; also l_suppkey supplier.s_suppkey
"""

SCHEMAS["ids_everywhere"] = """
Customers 900: ID id, Name name, City name, Segment int 1 5
Addresses 1400: ID id, CustomerID ref Customers.ID, Street text, Kind int 1 3
Products 300: ID id, Name name, CategoryID ref Categories.ID, Price money, Rank int 1 300
Categories 24: ID id, Name name, ParentID ref? Categories.ID
Warehouses 12: ID id, Name name, ManagerID ref Employees.ID
Employees 80: ID id, Name name, ManagerID ref? Employees.ID, Level int 1 6
Orders 4000: ID id, CustomerID ref Customers.ID, EmployeeID ref Employees.ID, ShippingAddressID ref Addresses.ID, BillingAddressID ref Addresses.ID, Date date, Status int 1 5
OrderLines 9000: ID id, OrderID ref Orders.ID, ProductID ref Products.ID, Quantity int 1 20, Price money
Shipments 3500: ID id, OrderID ref~ Orders.ID, WarehouseID ref Warehouses.ID, Date date
ShipmentLines 7000: ID id, ShipmentID ref Shipments.ID, OrderLineID ref OrderLines.ID, Quantity int 1 20
Suppliers 40: ID id, Name name, Rating int 1 5
ProductSuppliers 600: ID id, ProductID ref Products.ID, SupplierID ref Suppliers.ID, Cost money
Payments 3900: ID id, OrderID ref Orders.ID, Amount money, Method int 1 4
"""

SCHEMAS["erp_30"] = """
companies 3: company_code code CO, name name, currency_code ref currencies.currency_code
currencies 12: currency_code code CU, name name, decimals int 0 2
plants 14: plant_code code PL, company_code ref companies.company_code, name name
storage_locations 60: plant_code ref plants.plant_code, location_no seq plant_code, name name; key (plant_code, location_no)
units 20: unit_code code U, name name
material_groups 35: material_group_id id 100, name name, parent_group_id ref? material_groups.material_group_id
materials 1500: material_no sparse 100000, description text, material_group_id ref material_groups.material_group_id, base_unit_code ref units.unit_code, net_weight money
material_plants 2400: material_no ref materials.material_no, plant_code ref plants.plant_code, reorder_point int 0 500, safety_stock int 0 100; key (material_no, plant_code)
bills_of_material 900: bom_id id, material_no ref materials.material_no, valid_from date
bom_items 4200: bom_id ref bills_of_material.bom_id, item_no seq bom_id, component_material_no ref materials.material_no, quantity int 1 50; key (bom_id, item_no)
vendors 220: vendor_no sparse 50000, name name, country word BR|DE|US, payment_term_id ref payment_terms.payment_term_id
payment_terms 9: payment_term_id id, name name, days int 0 90
customers 1100: customer_no sparse 70000, name name, payment_term_id ref payment_terms.payment_term_id, price_list_id ref? price_lists.price_list_id, parent_customer_no ref? customers.customer_no
price_lists 6: price_list_id id, name name, currency_code ref currencies.currency_code
price_list_items 3000: price_list_id ref price_lists.price_list_id, material_no ref materials.material_no, valid_from date, price money; key (price_list_id, material_no, valid_from)
departments 18: department_id id 10 10, name name, manager_employee_id ref? employees.employee_id
employees 260: employee_id id 1000, name name, department_id ref departments.department_id, manager_id ref? employees.employee_id, hired date, salary money
cost_centers 40: cost_center_code code CC, department_id ref departments.department_id, name name
purchase_orders 2600: po_no id 4500000, vendor_no ref vendors.vendor_no, buyer_employee_id ref employees.employee_id, plant_code ref plants.plant_code, order_date date, status word open|closed
purchase_order_items 6800: po_no ref purchase_orders.po_no, item_no seq po_no, material_no ref materials.material_no, quantity int 1 900, unit_price money; key (po_no, item_no)
goods_receipts 5200: receipt_id id, po_no int 0 0, item_no int 0 0, received_on date, quantity int 1 900; ref (po_no, item_no) purchase_order_items (po_no, item_no); also po_no purchase_orders.po_no
sales_orders 5000: sales_order_no id 900000, customer_no ref customers.customer_no, ship_to_customer_no ref customers.customer_no, sales_rep_id ref employees.employee_id, order_date date, net_total money
sales_order_items 14000: sales_order_no ref sales_orders.sales_order_no, item_no seq sales_order_no, material_no ref materials.material_no, plant_code ref plants.plant_code, quantity int 1 40, net_price money; key (sales_order_no, item_no)
deliveries 4600: delivery_no id 800000, sales_order_no ref sales_orders.sales_order_no, shipped_on date
delivery_items 9000: delivery_no ref deliveries.delivery_no, delivery_item_no seq delivery_no, sales_order_no int 0 0, item_no int 0 0, quantity int 1 40; key (delivery_no, delivery_item_no); ref (sales_order_no, item_no) sales_order_items (sales_order_no, item_no); also sales_order_no sales_orders.sales_order_no
invoices 4400: invoice_no id 300000, sales_order_no ref~ sales_orders.sales_order_no, customer_no ref customers.customer_no, invoice_date date, gross_total money
payments 4100: payment_id uuid, invoice_no ref invoices.invoice_no, paid_on date, amount money
gl_accounts 120: account_no sparse 10000, name name, account_type word asset|liability|income
journal_entries 6000: entry_id id, posting_date date, cost_center_code ref? cost_centers.cost_center_code, created_by ref employees.employee_id
journal_lines 13000: entry_id ref journal_entries.entry_id, line_no seq entry_id, account_no ref gl_accounts.account_no, debit money, credit money; key (entry_id, line_no)
"""

SCHEMAS["legado_br"] = """
TB_CLIENTE 1200: COD_CLIENTE id 1, NOME_CLIENTE name, COD_CIDADE ref TB_CIDADE.COD_CIDADE, DT_CADASTRO date, VL_LIMITE money
TB_CIDADE 400: COD_CIDADE sparse 3500000, NOME name, UF ref TB_UF.UF
TB_UF 27: UF code E, NOME name
TB_PRODUTO 700: COD_PRODUTO code P, DESCRICAO text, COD_GRUPO ref TB_GRUPO_PRODUTO.COD_GRUPO, VL_UNITARIO money
TB_GRUPO_PRODUTO 30: COD_GRUPO id, DESCRICAO name
TB_VENDEDOR 45: COD_VENDEDOR id, NOME name, COD_GERENTE ref? TB_VENDEDOR.COD_VENDEDOR
TB_PEDIDO 5000: NR_PEDIDO id 10000, COD_CLIENTE ref TB_CLIENTE.COD_CLIENTE, COD_VENDEDOR ref TB_VENDEDOR.COD_VENDEDOR, DT_PEDIDO date, VL_TOTAL money, SITUACAO int 1 5
TB_ITEM_PEDIDO 14000: NR_PEDIDO ref TB_PEDIDO.NR_PEDIDO, SEQ_ITEM seq NR_PEDIDO, COD_PRODUTO ref TB_PRODUTO.COD_PRODUTO, QTD int 1 30, VL_UNITARIO money; key (NR_PEDIDO, SEQ_ITEM)
TB_NOTA_FISCAL 4500: NR_NOTA id 50000, SERIE int 1 1, NR_PEDIDO ref TB_PEDIDO.NR_PEDIDO, DT_EMISSAO date, VL_NOTA money
TB_TITULO 7000: NR_NOTA ref TB_NOTA_FISCAL.NR_NOTA, PARCELA seq NR_NOTA, DT_VENCIMENTO date, VL_PARCELA money; key (NR_NOTA, PARCELA)
"""

SCHEMAS["webshop_uuid"] = """
users 800: id uuid, email text, name name, created_at moment
teams 40: id uuid, name name, owner_id ref users.id
memberships 1500: user_id ref users.id, team_id ref teams.id, role word admin|member; key (user_id, team_id)
projects 120: id uuid, team_id ref teams.id, name name, created_at moment
tasks 5000: id uuid, project_id ref projects.id, assignee_id ref? users.id, reporter_id ref users.id, parent_task_id ref? tasks.id, title text, points int 1 13, created_at moment
comments 7000: id uuid, task_id ref tasks.id, author_id ref users.id, body text, created_at moment
labels 30: id uuid, name name, color word red|blue|green
task_labels 6000: task_id ref tasks.id, label_id ref labels.id; key (task_id, label_id)
attachments 900: id uuid, comment_id ref comments.id, filename text, bytes int 100 900000
"""

SCHEMAS["works"] = """
Person 3000: BusinessEntityID sparse 1, FirstName name, LastName name, rowguid uuid, ModifiedDate moment
Employee 290: BusinessEntityID ref1 Person.BusinessEntityID, NationalIDNumber sparse 10000000, JobTitle name, VacationHours int 0 99, rowguid uuid, ModifiedDate moment
SalesPerson 17: BusinessEntityID ref1 Employee.BusinessEntityID, TerritoryID ref? SalesTerritory.TerritoryID, SalesQuota money, rowguid uuid
SalesTerritory 10: TerritoryID id, Name name, CountryRegionCode ref CountryRegion.CountryRegionCode, SalesYTD money
CountryRegion 238: CountryRegionCode code C, Name name
Store 700: BusinessEntityID id 50000 3, Name name, SalesPersonID ref SalesPerson.BusinessEntityID, rowguid uuid
Customer 4000: CustomerID id 11000, PersonID ref? Person.BusinessEntityID, StoreID ref? Store.BusinessEntityID, TerritoryID ref SalesTerritory.TerritoryID, AccountNumber code AW, rowguid uuid
ProductCategory 4: ProductCategoryID id, Name name
ProductSubcategory 37: ProductSubcategoryID id, ProductCategoryID ref ProductCategory.ProductCategoryID, Name name
ProductModel 128: ProductModelID id, Name name
Product 504: ProductID id 316, Name name, ProductNumber code BK, ProductSubcategoryID ref? ProductSubcategory.ProductSubcategoryID, ProductModelID ref? ProductModel.ProductModelID, SafetyStockLevel int 4 1000, ListPrice money, rowguid uuid
ProductCostHistory 395: ProductID ref Product.ProductID, StartDate date, StandardCost money; key (ProductID, StartDate)
Location 14: LocationID id, Name name, CostRate money
ProductInventory 1069: ProductID ref Product.ProductID, LocationID ref Location.LocationID, Shelf word A|B|C, Bin int 0 60, Quantity int 0 900; key (ProductID, LocationID)
SpecialOffer 16: SpecialOfferID id, Description name, DiscountPct money
SpecialOfferProduct 538: SpecialOfferID ref SpecialOffer.SpecialOfferID, ProductID ref Product.ProductID, rowguid uuid; key (SpecialOfferID, ProductID)
ShipMethod 5: ShipMethodID id, Name name, ShipBase money
Address 2500: AddressID id, AddressLine1 text, City name, PostalCode int 10000 99999, rowguid uuid
SalesOrderHeader 6000: SalesOrderID id 43659, OrderDate moment, CustomerID ref Customer.CustomerID, SalesPersonID ref? SalesPerson.BusinessEntityID, TerritoryID ref? SalesTerritory.TerritoryID, BillToAddressID ref Address.AddressID, ShipToAddressID ref Address.AddressID, ShipMethodID ref ShipMethod.ShipMethodID, Status int 1 5, TotalDue money, rowguid uuid
SalesOrderDetail 16000: SalesOrderID ref SalesOrderHeader.SalesOrderID, SalesOrderDetailID id, OrderQty int 1 40, ProductID int 0 0, SpecialOfferID int 0 0, UnitPrice money, rowguid uuid; key (SalesOrderDetailID); ref (SpecialOfferID, ProductID) SpecialOfferProduct (SpecialOfferID, ProductID); also ProductID Product.ProductID; also SpecialOfferID SpecialOffer.SpecialOfferID
"""

SCHEMAS["no_relations"] = """
weather 2000: station_no int 1 60, day date, temperature money, rainfall money; key ()
invoices 1500: invoice_id id, customer name, amount money, status int 1 5
survey 900: response_id id, age int 18 90, answer_1 int 1 5, answer_2 int 1 5, satisfaction int 1 10
machines 40: machine_code code M, installed date, power_kw int 5 90
exchange_rates 1000: day date, usd money, eur money; key ()
sensors 3000: reading_id id, value money, channel int 1 16, quality int 1 4
holidays 60: name name, day date; key ()
vehicles 70: plate code V, seats int 2 60, year int 1995 2024
"""

SCHEMAS["one_file"] = """
transactions 5000: transaction_id id 1, account int 1 300, amount money, booked_on date, kind int 1 6, channel int 1 4
"""

# Schemas below were written after the rules, to see how far they carry.

SCHEMAS["hr"] = """
regions 4: region_id id, region_name name
countries 25: country_id code C, country_name name, region_id ref regions.region_id
locations 23: location_id id 1000 100, street_address text, city name, country_id ref countries.country_id
departments 27: department_id id 10 10, department_name name, manager_id ref? employees.employee_id, location_id ref locations.location_id
jobs 19: job_id code J, job_title name, min_salary money, max_salary money
employees 107: employee_id id 100, first_name name, last_name name, email text, hire_date date, job_id ref jobs.job_id, salary money, manager_id ref? employees.employee_id, department_id ref? departments.department_id
job_history 60: employee_id ref employees.employee_id, start_date date, end_date date, job_id ref jobs.job_id, department_id ref departments.department_id; key (employee_id, start_date)
"""

SCHEMAS["racing"] = """
circuits 77: circuitId id, circuitRef code ref, name name, country name, lat money, lng money
seasons 74: year id 1950, url text
races 1100: raceId id, year ref seasons.year, round int 1 22, circuitId ref circuits.circuitId, name name, date date
drivers 850: driverId id, driverRef code drv, surname name, dob date
constructors 210: constructorId id, constructorRef code con, name name
status 139: statusId id, status name
results 12000: resultId id, raceId ref races.raceId, driverId ref drivers.driverId, constructorId ref constructors.constructorId, grid int 0 24, position int 1 24, points int 0 26, laps int 0 78, statusId ref status.statusId
qualifying 5000: qualifyId id, raceId ref races.raceId, driverId ref drivers.driverId, constructorId ref constructors.constructorId, position int 1 24
pit_stops 6000: raceId ref races.raceId, driverId ref drivers.driverId, stop int 1 6, lap int 1 70, duration money; key (raceId, driverId, stop)
lap_times 20000: raceId ref races.raceId, driverId ref drivers.driverId, lap int 1 78, position int 1 24, milliseconds int 60000 200000; key (raceId, driverId, lap)
"""

SCHEMAS["questions"] = """
Users 3000: Id id, DisplayName name, Reputation int 1 90000, CreationDate moment, AccountId sparse 1000
Posts 9000: Id id, PostTypeId ref PostTypes.Id, ParentId ref? Posts.Id, OwnerUserId ref? Users.Id, LastEditorUserId ref? Users.Id, Score int 0 300, ViewCount int 0 9000, CreationDate moment, Title text
PostTypes 8: Id id, Name name
Comments 15000: Id id, PostId ref Posts.Id, UserId ref? Users.Id, Score int 0 30, Text text, CreationDate moment
Votes 20000: Id id, PostId ref Posts.Id, VoteTypeId ref VoteTypes.Id, BountyAmount int 0 500, CreationDate date
VoteTypes 15: Id id, Name name
Badges 4000: Id id, UserId ref Users.Id, Name name, Class int 1 3, Date moment
Tags 600: Id id, TagName name, Count int 0 5000, ExcerptPostId ref? Posts.Id
PostLinks 900: Id id, PostId ref Posts.Id, RelatedPostId ref Posts.Id, LinkTypeId int 1 3
"""

SCHEMAS["hospital"] = """
patients 2000: subject_id sparse 10000, gender word F|M, anchor_age int 18 91
admissions 4200: hadm_id sparse 20000000, subject_id ref patients.subject_id, admittime moment, dischtime moment, admission_type word URGENT|ELECTIVE
icustays 1900: stay_id sparse 30000000, subject_id ref patients.subject_id, hadm_id ref admissions.hadm_id, intime moment, los money
d_icd_diagnoses 900: icd_code code I, icd_version int 9 10, long_title text; key (icd_code)
diagnoses_icd 12000: hadm_id ref admissions.hadm_id, seq_num seq hadm_id, icd_code ref d_icd_diagnoses.icd_code, icd_version int 9 10; key (hadm_id, seq_num)
d_labitems 300: itemid sparse 50000, label name, fluid word Blood|Urine, category word Chemistry|Gas
labevents 20000: labevent_id id, subject_id ref patients.subject_id, hadm_id ref? admissions.hadm_id, itemid ref d_labitems.itemid, charttime moment, valuenum money
caregivers 90: caregiver_id id, name name
prescriptions 6000: pharmacy_id id, hadm_id ref admissions.hadm_id, drug name, dose money, prescriber_id ref caregivers.caregiver_id
"""

SCHEMAS["university"] = """
Department 12: dept_no id, dept_name name, budget money
Instructor 90: instr_id id 500, name name, dept_no ref Department.dept_no, salary money
Course 160: course_code code CS, title name, credits int 1 8, dept_no ref Department.dept_no, prereq_course_code ref? Course.course_code
Classroom 60: building word A|B|C, room_no seq building, capacity int 10 300; key (building, room_no)
Section 700: course_code ref Course.course_code, sec_no seq course_code, term word spring|fall, year int 2010 2015, instr_id ref Instructor.instr_id, building word A|B, room_no int 1 5; key (course_code, sec_no); ref (building, room_no) Classroom (building, room_no)
Student 1800: student_id id 10000, name name, dept_no ref Department.dept_no, advisor_id ref Instructor.instr_id
Enrollment 9000: student_id ref Student.student_id, course_code ref Course.course_code, sec_no int 1 1, grade word A|B|C; key (student_id, course_code, sec_no); ref (course_code, sec_no) Section (course_code, sec_no)
"""

SCHEMAS["airline"] = """
airports 300: iata_code code A, name name, city name, timezone word UTC|BRT
airlines 25: airline_code code L, name name
aircraft_types 30: type_code code T, manufacturer name, seats int 50 400
aircraft 220: tail_number code PR, type_code ref aircraft_types.type_code, airline_code ref airlines.airline_code, built date
flights 8000: flight_id id, airline_code ref airlines.airline_code, flight_number int 1 999, origin_airport_code ref airports.iata_code, destination_airport_code ref airports.iata_code, tail_number ref aircraft.tail_number, departure moment
passengers 5000: passenger_id id, full_name name, email text, loyalty_no int 1 99999
bookings 9000: booking_ref code BK, passenger_id ref passengers.passenger_id, booked_at moment, total money
tickets 12000: ticket_no sparse 1000000, booking_ref ref bookings.booking_ref, flight_id ref flights.flight_id, fare money, seat word 1A|2B|3C
"""

SCHEMAS["german"] = """
Kunden 800: KundenNr id 10000, Name name, Ort name, LandCode ref Laender.LandCode
Laender 30: LandCode code L, Bezeichnung name
Artikel 300: ArtikelNr code A, Bezeichnung name, WarengruppeNr ref Warengruppen.WarengruppeNr, Preis money
Warengruppen 20: WarengruppeNr id, Bezeichnung name
Auftraege 3000: AuftragNr id 500000, KundenNr ref Kunden.KundenNr, Datum date, BearbeiterNr ref Mitarbeiter.MitarbeiterNr
Auftragspositionen 8000: AuftragNr ref Auftraege.AuftragNr, PosNr seq AuftragNr, ArtikelNr ref Artikel.ArtikelNr, Menge int 1 20; key (AuftragNr, PosNr)
Mitarbeiter 40: MitarbeiterNr id 100, Name name, VorgesetzterNr ref? Mitarbeiter.MitarbeiterNr
"""

SCHEMAS["spanish"] = """
clientes 700: id_cliente id, nombre name, id_ciudad ref ciudades.id_ciudad
ciudades 90: id_ciudad id, nombre name, id_pais ref paises.id_pais
paises 20: id_pais id, nombre name
facturas 4000: id_factura id 1000, id_cliente ref clientes.id_cliente, fecha date, total money
detalle_facturas 9000: id_detalle id, id_factura ref facturas.id_factura, id_producto ref productos.id_producto, cantidad int 1 9, precio money
productos 200: id_producto id, nombre name, id_categoria ref categorias.id_categoria
categorias 12: id_categoria id, nombre name, id_categoria_padre ref? categorias.id_categoria
"""

SCHEMAS["kimball"] = """
dim_customer 900: customer_sk id, customer_id code C, name name, segment word A|B
dim_product 250: product_sk id, sku code S, name name
dim_date 700: date_sk id 20110101, day date, month int 1 12
dim_store 30: store_sk id, store_code code ST, city name
fact_sales 20000: sales_sk id, date_sk ref dim_date.date_sk, customer_sk ref dim_customer.customer_sk, product_sk ref dim_product.product_sk, store_sk ref dim_store.store_sk, qty int 1 9, amount money
fact_returns 1500: return_sk id, date_sk ref dim_date.date_sk, customer_sk ref dim_customer.customer_sk, product_sk ref dim_product.product_sk, reason_id int 1 6
fact_inventory 9000: date_sk ref dim_date.date_sk, product_sk ref dim_product.product_sk, store_sk ref dim_store.store_sk, on_hand int 0 99; key (date_sk, product_sk, store_sk)
"""

SCHEMAS["code_everywhere"] = """
region 10: code code R, name name
branch 60: code code B, region ref region.code, name name
customer 900: code code C, branch ref branch.code, name name, status int 1 4
account 1500: code code A, customer ref customer.code, type int 1 3, balance money
movement 9000: code code M, account ref account.code, amount money, kind int 1 8
"""

SCHEMAS["hierarchy"] = """
country 8: country_code code C, name name
region 40: country_code ref country.country_code, region_no seq country_code, name name; key (country_code, region_no)
city 200: country_code int 0 0, region_no int 0 0, city_no int 1 400, name name; key (country_code, region_no, city_no); ref (country_code, region_no) region (country_code, region_no); also country_code country.country_code
site 600: country_code int 0 0, region_no int 0 0, city_no int 0 0, site_no int 1 500, area money; key (country_code, region_no, city_no, site_no); ref (country_code, region_no, city_no) city (country_code, region_no, city_no); also country_code country.country_code
"""

SCHEMAS["m2m_extra_id"] = """
students 700: id id, name name
courses 40: id id, title name
enrolments 4000: id id, student_id ref students.id, course_id ref courses.id, grade int 1 10
terms 6: id id, label name
exams 500: id id, course_id ref courses.id, term_id ref terms.id, room int 1 30
"""

SCHEMAS["log"] = """
events 5000: ts moment, level word I|W|E, host word h1|h2|h3, message text, duration int 0 900; key ()
wide 2000: customer name, product name, region word N|S, amount money, qty int 1 9, day date; key ()
"""

SCHEMAS["crm"] = """
Account 500: Id uuid, Name name, ParentId ref? Account.Id, OwnerId ref User.Id, Industry word A|B
User 30: Id uuid, Username text, ManagerId ref? User.Id
Contact 1200: Id uuid, AccountId ref? Account.Id, LastName name, OwnerId ref User.Id, ReportsToId ref? Contact.Id
Opportunity 900: Id uuid, AccountId ref Account.Id, OwnerId ref User.Id, Amount money, StageName word P|Q, CloseDate date
OpportunityLineItem 2000: Id uuid, OpportunityId ref Opportunity.Id, Product2Id ref Product2.Id, Quantity int 1 9
Product2 80: Id uuid, ProductCode code P, Name name
Task 1500: Id uuid, WhoId ref? Contact.Id, WhatId ref? Opportunity.Id, OwnerId ref User.Id, Subject text
"""

# Schemas below were written for the kinds that real exports had shown to fail, by other names.

SCHEMAS["marketplace"] = """
acme_orders_extract 6000: order_id hash, customer_id ref1 acme_customers_extract.customer_id, order_status word open|sent|done, purchased_at moment
acme_customers_extract 6000: customer_id hash, person_hash hash, zip_prefix int 1000 99999, city name
acme_sellers_extract 300: seller_id hash, zip_prefix int 1000 99999, city name
acme_products_extract 900: product_id hash, category_name ref category_name_translation.category_name, name_length int 5 80, photos_count int 1 9
acme_order_items_extract 8000: order_id ref acme_orders_extract.order_id, order_item_id seq order_id, product_id ref acme_products_extract.product_id, seller_id ref acme_sellers_extract.seller_id, price money; key (order_id, order_item_id)
acme_order_payments_extract 6500: order_id ref acme_orders_extract.order_id, payment_sequential seq order_id, payment_type word card|slip, installments int 1 12, value money; key (order_id, payment_sequential)
acme_order_reviews_extract 5000: review_id hash, order_id ref acme_orders_extract.order_id, score int 1 5, created date
category_name_translation 60: category_name code cat_, category_name_english code category_
"""

SCHEMAS["creatures"] = """
languages 9: id id, iso639 word xx|yy|zz, identifier code lang
regions 8: id id, identifier code reg
generations 8: id id, main_region_id ref regions.id, identifier code gen
versions_groups 20: id id, generation_id ref generations.id, identifier code vg
types 18: id id, generation_id ref generations.id, identifier code ty
beast_species 700: id id, identifier code sp, generation_id ref generations.id, evolves_from_species_id ref? beast_species.id, color_id ref beast_colors.id, habitat_id ref? beast_habitats.id, is_baby flag, capture_rate int 3 255
beast_colors 10: id id, identifier code col
beast_habitats 9: id id, identifier code hab
beasts 800: id id, identifier code be, species_id ref beast_species.id, height int 1 145, weight int 1 9000, order int 1 800, is_default flag
beast_types 1100: beast_id ref beasts.id, type_id ref types.id, slot seq beast_id; key (beast_id, slot)
abilities 230: id id, identifier code ab, generation_id ref generations.id, is_main_series flag
beast_abilities 1700: beast_id ref beasts.id, ability_id ref abilities.id, is_hidden flag, slot seq beast_id; key (beast_id, slot)
moves 600: id id, identifier code mv, generation_id ref generations.id, power int 10 250, pp int 5 40, damage_class_id ref move_damage_classes.id, target_id ref move_targets.id, effect_id ref move_effects.id
move_damage_classes 3: id id, identifier code dc
move_targets 14: id id, identifier code mt
move_effects 300: id id
items 900: id id, identifier code it, category_id ref item_categories.id, cost int 0 9000
item_categories 45: id id, pocket_id ref item_pockets.id, identifier code ic
item_pockets 8: id id, identifier code ip
beast_items 500: beast_id ref beasts.id, version_group_id ref versions_groups.id, item_id ref items.id, rarity int 1 100; key (beast_id, version_group_id, item_id)
species_names 5600: beast_species_id ref beast_species.id, local_language_id ref languages.id, name text, genus name; key (beast_species_id, local_language_id)
ability_names 1600: ability_id ref abilities.id, local_language_id ref languages.id, name text; key (ability_id, local_language_id)
ability_prose 1500: ability_id ref abilities.id, local_language_id ref languages.id, short_effect text; key (ability_id, local_language_id)
language_names 70: language_id ref languages.id, local_language_id ref languages.id, name name; key (language_id, local_language_id)
item_names 5500: item_id ref items.id, local_language_id ref languages.id, name text; key (item_id, local_language_id)
item_flavor_text 9000: item_id ref items.id, version_group_id ref versions_groups.id, language_id ref languages.id, flavor_text text; key (item_id, version_group_id, language_id)
type_efficacy 324: damage_type_id ref types.id, target_type_id ref types.id, damage_factor word 0|50|100|200; key (damage_type_id, target_type_id)
"""

SCHEMAS["transit"] = """
agency 2: agency_id code AG, agency_name name, agency_timezone word UTC|BRT
routes 60: route_id code R, agency_id ref agency.agency_id, route_short_name int 1 99, route_type int 0 3
calendar 6: service_id code SRV-week-plan-2014-, monday flag, sunday flag, start_date days 2014-01-01 %Y%m%d, end_date days 2014-06-01 %Y%m%d
calendar_dates 70: service_id ref calendar.service_id, date days 2014-02-01 %Y%m%d, exception_type int 1 2; key (service_id, date)
stops 900: stop_id mixed 5000 place_, stop_name text, stop_lat money, location_type flag, parent_station ref? stops.stop_id
trips 1500: trip_id code T, route_id ref routes.route_id, service_id ref calendar.service_id, direction_id flag, shape_id int 1 80
stop_times 20000: trip_id ref trips.trip_id, stop_sequence seq trip_id, stop_id ref stops.stop_id, pickup_type flag; key (trip_id, stop_sequence)
transfers 150: from_stop_id ref# stops.stop_id, to_stop_id ref# stops.stop_id, transfer_type int 0 2, min_transfer_time int 60 600; key (from_stop_id, to_stop_id)
frequencies 80: trip_id ref1 trips.trip_id, headway_secs int 300 900; key (trip_id)
"""

SCHEMAS["ballpark"] = """
People 3000: playerID code play, birthYear int 1900 1995, nameLast name, weight int 140 260, bats word L|R|B
Franchises 30: franchID code F, franchName name
Clubs 1500: yearID int 1970 2009, lgID word AL|NL, teamID int 1 30, franchID ref Franchises.franchID, W int 50 110, L int 50 110; key (yearID, teamID)
Batting 9000: playerID ref People.playerID, yearID int 0 0, stint int 1 2, teamID int 0 0, AB int 0 600, HR int 0 60; key (playerID, yearID, teamID, stint); ref (yearID, teamID) Clubs (yearID, teamID)
Awards 700: playerID ref People.playerID, awardID word MVP|Cy|Gold|Rookie, yearID int 1970 2009; key (playerID, awardID, yearID)
Schools 200: schoolID code sch, city name
CollegePlaying 2500: playerID ref People.playerID, schoolID ref Schools.schoolID, yearID int 1960 2009; key (playerID, schoolID, yearID)
"""

SCHEMAS["stocks"] = """
tblSectors 11: SectorID id, SectorName name
tblSymbols 40: Symbol code S, SectorID ref tblSectors.SectorID, Name name
tblPrices 9000: Symbol ref tblSymbols.Symbol, Date date, Open money, Close money, Volume int 1000 900000; key (Symbol, Date)
tblIndexes 300: Date days 2014-01-01 %Y|%m|%d, Points int 900 1200
tblDividends 150: Symbol ref tblSymbols.Symbol, ExDate date, Amount money; key (Symbol, ExDate)
"""

SCHEMAS["cycles"] = """
BusinessEntity 4000: BusinessEntityID id, rowguid uuid
Person 3000: BusinessEntityID ref1 BusinessEntity.BusinessEntityID, PersonType word EM|SC, LastName name, rowguid uuid
Employee 290: BusinessEntityID ref1 Person.BusinessEntityID, NationalIDNumber sparse 10000000, LoginID code adv, OrganizationLevel int 1 4, JobTitle name, HireDate date; key (BusinessEntityID)
EmployeePayHistory 316: BusinessEntityID ref Employee.BusinessEntityID, RateChangeDate date, Rate money; key (BusinessEntityID, RateChangeDate)
EmployeeDepartmentHistory 400: BusinessEntityID ref Employee.BusinessEntityID, DepartmentID ref Department.DepartmentID, ShiftID ref Shift.ShiftID, StartDate date; key (BusinessEntityID, DepartmentID, ShiftID, StartDate)
Department 16: DepartmentID id, Name name, GroupName word Sales|Exec
Shift 3: ShiftID id, Name name
Product 504: ProductID sparse 1, Name text, ProductNumber code BK, SizeUnitMeasureCode ref? UnitMeasure.UnitMeasureCode, WeightUnitMeasureCode ref? UnitMeasure.UnitMeasureCode, SafetyStockLevel int 4 1000, ListPrice money
UnitMeasure 38: UnitMeasureCode code U, Name name
BillOfMaterials 2600: BillOfMaterialsID id, ProductAssemblyID ref? Product.ProductID, ComponentID ref Product.ProductID, StartDate date, UnitMeasureCode ref< UnitMeasure.UnitMeasureCode 5, BOMLevel int 0 4
ProductReview 40: ProductReviewID id, ProductID ref Product.ProductID, ReviewerName name, Rating int 1 5
WorkOrder 5000: WorkOrderID id, ProductID ref Product.ProductID, OrderQty int 1 900, ScrapReasonID ref? ScrapReason.ScrapReasonID, StartDate date
ScrapReason 16: ScrapReasonID id, Name name
WorkOrderRouting 4000: WorkOrderID ref WorkOrder.WorkOrderID, ProductID ref Product.ProductID, OperationSequence int 1 7, LocationID ref Location.LocationID, ActualCost money; key (WorkOrderID, ProductID, OperationSequence)
Location 14: LocationID id, Name name
Culture 8: CultureID code C, Name name
ProductModel 128: ProductModelID id, Name name
ProductDescription 700: ProductDescriptionID sparse 1, Description text
ProductModelProductDescriptionCulture 762: ProductModelID ref ProductModel.ProductModelID, ProductDescriptionID ref ProductDescription.ProductDescriptionID, CultureID ref Culture.CultureID; key (ProductModelID, ProductDescriptionID, CultureID)
Currency 105: CurrencyCode code K, Name name
CurrencyRate 3000: CurrencyRateID id, CurrencyRateDate date, FromCurrencyCode ref< Currency.CurrencyCode 1, ToCurrencyCode ref< Currency.CurrencyCode 14, AverageRate money
Document 13: DocumentNode code D, Title name, Owner ref< Employee.BusinessEntityID 5, FolderFlag flag, ChangeNumber int 0 60, Status int 1 3
Vendor 104: BusinessEntityID ref1 BusinessEntity.BusinessEntityID, AccountNumber code V, Name text, CreditRating int 1 5; key (BusinessEntityID)
ProductVendor 460: ProductID ref Product.ProductID, BusinessEntityID ref Vendor.BusinessEntityID, AverageLeadTime int 10 120, MinOrderQty int 1 5000; key (ProductID, BusinessEntityID)
PurchaseOrderHeader 2000: PurchaseOrderID id, EmployeeID ref< Employee.BusinessEntityID 12, VendorID ref Vendor.BusinessEntityID, RevisionNumber int 1 9, Freight money
"""

SCHEMAS["star_no_header"] = """
DimDate 1500: DateKey days 2011-01-01 %Y%m%d, FullDate day_of DateKey, DayOfWeek int 1 7, Month int 1 12, Year int 2011 2015
DimCustomer 3000: CustomerKey id, GeographyKey ref DimGeography.GeographyKey, CustomerCode code AW, Name text, Children int 0 5, CarsOwned int 0 4, Income money
DimGeography 600: GeographyKey id, City text, CountryCode word US|AU|BR, Locator text
DimUnit 60: UnitKey id, ParentUnitKey reft DimUnit.UnitKey, Name text, Level int 1 5
DimItemGroup 6: ItemGroupKey id, Name text
DimItemSubgroup 40: ItemSubgroupKey id, Name text, ItemGroupKey ref DimItemGroup.ItemGroupKey
FactCalls 900: CallKey id, DateKey ref DimDate.DateKey, Shift word AM|PM, Operators int 2 14, Calls int 70 690, Issues int 0 3, Date day_of DateKey
FactUnitPlan 5000: UnitPlanKey id, UnitKey ref DimUnit.UnitKey, DateKey ref DimDate.DateKey, Quarter int 1 4, Amount money, Date day_of DateKey
"""

SCHEMAS["parts_no_header"] = """
Colour 12: ColourID id, Name text
Part 400: PartID sparse 1, Name text, Stock int 0 900, Safety int 1 60, Price money
Assembly 900: AssemblyID id, ProductID ref Part.PartID, ComponentID ref Part.PartID, Quantity int 1 40, Level int 0 4
Vendor 90: VendorID id 1500 2, Code code V, Name text, Rating int 1 5, Active flag
PartVendor 700: PartID ref Part.PartID, VendorID ref Vendor.VendorID, LeadDays int 10 120, Price money; key (PartID, VendorID)
"""

SCHEMAS["medley"] = """
stg_shippers 6: shipperID id, companyName name
stg_clients 90: clientID code CL, companyName name, city name
stg_purchases 900: purchaseID id 100, clientID ref stg_clients.clientID, shipVia ref stg_shippers.shipperID, freight money, shipCity name
stg_matches 500: key_id id, match_id code M-, home_team_id ref stg_teams.team_id, away_team_id ref stg_teams.team_id, stage_number int 1 2, extra_time flag, third_place_match flag
stg_teams 60: key_id id, team_id code T-, team_name text, team_code code K, mens_team flag, confederation_id ref stg_confederations.confederation_id, confederation_code same confederation_id confederation_code
stg_confederations 6: key_id id, confederation_id code CF-, confederation_code code AF
stg_appearances 900: key_id id, match_id ref stg_matches.match_id, team_id ref stg_teams.team_id, opponent_id ref stg_teams.team_id, goals_for int 0 7, count_bookings int 0 5
stg_venues 40: venueId id, venueRef code ven, name text
stg_years 60: year id 1950, url text
stg_meetings 900: meetingId id, year ref stg_years.year, round int 1 22, venueId ref stg_venues.venueId, date date
stg_finishes 9000: finishId id, meetingId ref stg_meetings.meetingId, grid int 0 24, position int 1 24, laps int 0 78, statusId ref stg_status.statusId
stg_sprint_finishes 120: finishId id, meetingId ref< stg_meetings.meetingId 9, grid int 0 20, statusId ref< stg_status.statusId 5
stg_status 130: statusId id, status text
stg_house 500: house_id id 1 , street_id ref stg_street.street_id
stg_street 300: street_id id, name text
stg_owners 450: owner_id id, house_id ref1 stg_house.house_id, email text
stg_bills 4000: bill_id id, owner_id ref stg_owners.owner_id, amount money, billed_at moment
"""
